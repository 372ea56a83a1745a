import type { Command } from 'commander';
import type { World } from '../world';
import { changes, numberOf, segment, text, verb, type Options } from './verb';

const COLUMNS = ['id', 'type', 'paymentId', 'status', 'triesCount', 'createdAt', 'deliveredAt'];
const MERCHANT = 'mer_01kaqq00000000000000000001';
const EVENT = 'evt_01kaqq00000000000000000002';

/** `hakika events …` */
export function eventCommands(program: Command, world: World): void {
  const noun = program.command('events').description('what merchants were told by webhook');
  const list = verb(noun, world, {
    usage: 'list',
    about: 'list what a merchant was told, the newest first',
    example: `events list --merchant ${MERCHANT} --status parked`,
    request: (_, options) => ({
      method: 'GET',
      path: eventsOf(options),
      query: {
        paymentId: text(options, 'payment'),
        ...rangeOf(options),
        limit: text(options, 'limit'),
        cursor: text(options, 'cursor'),
      },
    }),
    list: { name: 'data', columns: COLUMNS },
  });
  ranged(list).option('--payment <id>', 'of this payment only');
  ofMerchant(list);
  const show = verb(noun, world, {
    usage: 'show <id>',
    about: 'look at one, with its body and every try to deliver it',
    example: `events show ${EVENT} --merchant ${MERCHANT}`,
    request: (id, options) => ({ method: 'GET', path: `${eventsOf(options)}/${segment(id)}` }),
  });
  ofMerchant(show);
  resendCommands(noun, world);
}

function resendCommands(noun: Command, world: World): void {
  const one = verb(noun, world, {
    usage: 'resend <id>',
    about: 'send one again',
    example: `events resend ${EVENT} --merchant ${MERCHANT} --reason "Ticket 46"`,
    request: (id, options) => ({
      method: 'POST',
      path: `${eventsOf(options)}/${segment(id)}/resend`,
      body: { reason: text(options, 'reason') },
    }),
  });
  changes(ofMerchant(one));
  const many = verb(noun, world, {
    usage: 'resend-range',
    about: 'send those of a time again, at most a hundred at once',
    example:
      `events resend-range --merchant ${MERCHANT} --status parked \\\n` +
      '      --after 2026-11-23T17:00:00Z --before 2026-11-23T18:00:00Z --reason "Ticket 46"',
    request: (_, options) => ({
      method: 'POST',
      path: `${eventsOf(options)}/resend`,
      body: {
        ...rangeOf(options),
        limit: numberOf(text(options, 'limit')),
        cursor: text(options, 'cursor'),
        reason: text(options, 'reason'),
      },
    }),
  });
  changes(ranged(ofMerchant(many)))
    .option('--limit <number>', 'how many at once')
    .option('--cursor <cursor>', 'the nextCursor of the answer before');
}

function ofMerchant(command: Command): Command {
  return command.requiredOption('--merchant <id>', 'the merchant who was told');
}

function ranged(command: Command): Command {
  return command
    .option('--status <status>', 'pending, delivered or parked')
    .option('--after <time>', 'written at this moment or later')
    .option('--before <time>', 'written before this moment');
}

function eventsOf(options: Options): string {
  return `/merchants/${segment(text(options, 'merchant') ?? '')}/events`;
}

function rangeOf(options: Options) {
  return {
    status: text(options, 'status'),
    createdAfter: text(options, 'after'),
    createdBefore: text(options, 'before'),
  };
}

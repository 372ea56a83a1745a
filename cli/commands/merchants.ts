import type { Command } from 'commander';
import type { World } from '../world';
import { changes, numberOf, pageOf, segment, text, verb, type Options } from './verb';

const COLUMNS = ['id', 'name', 'defaultShortcode', 'corroborateAboveKes', 'webhookUrl'];

/** `hakika merchants …` */
export function merchantCommands(program: Command, world: World): void {
  const noun = program.command('merchants').description('who takes payments');
  verb(noun, world, {
    usage: 'list',
    about: 'list merchants',
    example: 'merchants list --limit 20',
    request: (_, options) => ({ method: 'GET', path: '/merchants', query: pageOf(options) }),
    list: { name: 'merchants', columns: COLUMNS },
  });
  verb(noun, world, {
    usage: 'show <id>',
    about: 'look at one',
    example: 'merchants show mer_01kaqq00000000000000000001',
    request: (id) => ({ method: 'GET', path: `/merchants/${segment(id)}` }),
  });
  const create = verb(noun, world, {
    usage: 'create',
    about: 'make one; the secret of its webhook is shown once',
    example: 'merchants create --name "Duka Moja" --reason "Ticket 42"',
    request: (_, options) => ({ method: 'POST', path: '/merchants', body: bodyOf(options) }),
  });
  changes(create).requiredOption('--name <name>', 'its name');
  settings(create);
  const update = verb(noun, world, {
    usage: 'update <id>',
    about: 'change what is given and leave the rest',
    example: 'merchants update mer_01kaqq00000000000000000001 --name Duka --reason "Ticket 43"',
    request: (id, options) => ({
      method: 'PATCH',
      path: `/merchants/${segment(id)}`,
      body: bodyOf(options),
    }),
  });
  changes(update)
    .option('--name <name>', 'its name')
    .option('--default-shortcode <number>', 'for payments that name none')
    .option('--no-webhook', 'send events nowhere');
  settings(update);
}

function settings(command: Command): void {
  command
    .option('--webhook-url <url>', 'where events are sent; a secret is made for it')
    .option('--corroborate-above-kes <kes>', 'up to this sum a callback alone is enough')
    .option('--review-above-kes <kes>', 'above this sum two operators decide; "none": one may')
    .option('--late-success <policy>', 'accept, or hold_for_review by a person');
}

function bodyOf(options: Options): Record<string, unknown> {
  return {
    name: text(options, 'name'),
    defaultShortcode: text(options, 'defaultShortcode'),
    webhookUrl: options['webhook'] === false ? null : text(options, 'webhookUrl'),
    corroborateAboveKes: numberOf(text(options, 'corroborateAboveKes')),
    reviewAboveKes: limitOf(text(options, 'reviewAboveKes')),
    lateSuccess: text(options, 'lateSuccess'),
    reason: text(options, 'reason'),
  };
}

/** A sum, or null where there is to be no limit. */
function limitOf(value: string | undefined): number | string | null | undefined {
  return value === 'none' ? null : numberOf(value);
}

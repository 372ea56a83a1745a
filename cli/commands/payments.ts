import type { Command } from 'commander';
import type { World } from '../world';
import { changes, numberOf, segment, text, verb, type Options } from './verb';
import { watchCommand } from './watch';

const COLUMNS = ['id', 'state', 'amountKes', 'reference', 'phone', 'receipt', 'createdAt'];

/** `hakika payments …` */
export function paymentCommands(program: Command, world: World): void {
  const noun = program.command('payments').description('what customers were asked to pay');
  verb(noun, world, {
    usage: 'show <id>',
    about: 'look at one, with all that happened to it',
    example: 'payments show pay_01kaqq00000000000000000001',
    request: (id) => ({ method: 'GET', path: `/payments/${segment(id)}` }),
  });
  const ask = verb(noun, world, {
    usage: 'ask <id>',
    about: 'have Safaricom asked about one at once',
    example: 'payments ask pay_01kaqq00000000000000000001 --reason "Ticket 51"',
    request: (id, options) => ({
      method: 'POST',
      path: `/payments/${segment(id)}/ask`,
      body: { reason: text(options, 'reason') },
    }),
  });
  changes(ask);
  reviewCommands(noun, world);
  const search = verb(noun, world, {
    usage: 'search',
    about: 'find payments of all merchants',
    example: 'payments search --receipt UKN4A1B2C3',
    request: async (_, options) => ({
      method: 'POST',
      path: '/payments/search',
      body: await wanted(options, world),
    }),
    list: { name: 'data', columns: COLUMNS },
  });
  search
    .option('--receipt <receipt>', 'the receipt of M-Pesa')
    .option('--reference <reference>', "the merchant's name for what is paid")
    .option('--phone-stdin', 'read the phone number from standard input, not from your history')
    .option('--merchant <id>', 'of this merchant only')
    .option('--state <state>', 'in this state only')
    .option('--needs-attention', 'only those at which a person should look');
  watchCommand(noun, world);
}

/** What a person found out about a payment. */
function reviewCommands(noun: Command, world: World): void {
  const attach = verb(noun, world, {
    usage: 'attach-receipt <id>',
    about: 'note a receipt that you saw; Safaricom is asked about it where that can be',
    example:
      'payments attach-receipt pay_01kaqq00000000000000000001 --receipt UKN4A1B2C3 ' +
      '--reason "Ticket 52"',
    request: (id, options) => ({
      method: 'POST',
      path: `/payments/${segment(id)}/receipt`,
      body: { receipt: text(options, 'receipt'), reason: text(options, 'reason') },
    }),
  });
  changes(attach).requiredOption('--receipt <receipt>', 'the receipt of M-Pesa');
  const decide = verb(noun, world, {
    usage: 'decide <id>',
    about: 'decide one that needs review; above a limit a second operator must agree',
    example:
      'payments decide pay_01kaqq00000000000000000001 --decision paid --receipt UKN4A1B2C3 ' +
      '--reason "Ticket 52"',
    request: (id, options) => ({
      method: 'POST',
      path: `/payments/${segment(id)}/decide`,
      body: {
        decision: text(options, 'decision'),
        receipt: text(options, 'receipt'),
        reason: text(options, 'reason'),
      },
    }),
  });
  changes(decide)
    .requiredOption('--decision <decision>', 'paid or not_paid, as the portal shows')
    .option('--receipt <receipt>', 'the receipt of M-Pesa, with paid');
}

async function wanted(options: Options, world: World): Promise<Record<string, unknown>> {
  const phone = options['phoneStdin'] === true ? (await world.readInput()).trim() : undefined;
  return {
    phone,
    receipt: text(options, 'receipt'),
    reference: text(options, 'reference'),
    merchantId: text(options, 'merchant'),
    state: text(options, 'state'),
    needsAttention: options['needsAttention'] === true ? true : undefined,
    limit: numberOf(text(options, 'limit')),
    cursor: text(options, 'cursor'),
  };
}

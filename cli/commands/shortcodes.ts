import type { Command } from 'commander';
import { readCredentials } from '../credentials';
import type { World } from '../world';
import { changes, pageOf, segment, text, verb } from './verb';

const COLUMNS = ['shortcode', 'merchantId', 'type', 'tillNumber', 'mode', 'provenAt'];

/** `hakika shortcodes …` */
export function shortcodeCommands(program: Command, world: World): void {
  const noun = program.command('shortcodes').description('paybills and tills of merchants');
  verb(noun, world, {
    usage: 'list',
    about: 'list shortcodes',
    example: 'shortcodes list --merchant mer_01kaqq00000000000000000001',
    request: (_, options) => ({
      method: 'GET',
      path: '/shortcodes',
      query: { ...pageOf(options), merchantId: text(options, 'merchant') },
    }),
    list: { name: 'shortcodes', columns: COLUMNS },
  }).option('--merchant <id>', 'only those of this merchant');
  verb(noun, world, {
    usage: 'show <number>',
    about: 'look at one; its credentials are never shown',
    example: 'shortcodes show 174379',
    request: (number) => ({ method: 'GET', path: `/shortcodes/${segment(number)}` }),
  });
  const create = verb(noun, world, {
    usage: 'create <number>',
    about: 'take one into service, once Safaricom has taken its credentials',
    example:
      'shortcodes create 174379 --merchant mer_01kaqq00000000000000000001 --mode sandbox \\\n' +
      '      --reason "Ticket 42" --credentials-file credentials.json',
    request: async (shortcode, options) => ({
      method: 'POST',
      path: '/shortcodes',
      body: {
        shortcode,
        merchantId: text(options, 'merchant'),
        type: options['till'] === undefined ? 'paybill' : 'till',
        tillNumber: text(options, 'till'),
        mode: text(options, 'mode'),
        baseUrl: text(options, 'baseUrl'),
        unproven: options['unproven'],
        credentials: await readCredentials(text(options, 'credentialsFile'), world),
        reason: text(options, 'reason'),
      },
    }),
  });
  changes(create)
    .requiredOption('--merchant <id>', 'the merchant whose it is')
    .requiredOption('--mode <mode>', 'simulated, sandbox or live')
    .option('--till <number>', 'the till; the shortcode is then the number of its store')
    .option('--base-url <url>', 'where the simulator is')
    .option('--credentials-file <path>', 'JSON; read from standard input without it')
    .option('--unproven', 'store it although Safaricom does not take it');
}

import type { Command } from 'commander';
import { CliError, EXIT } from '../exit';
import { callAdminApi } from '../adminApi';
import { readSettings } from '../settings';
import { fields } from '../table';
import type { World } from '../world';
import { text, verb } from './verb';

const COLUMNS = ['seq', 'at', 'who', 'action', 'subject', 'why'];

/** `hakika audit …` */
export function auditCommands(program: Command, world: World): void {
  const noun = program.command('audit').description('who changed what, and why');
  verb(noun, world, {
    usage: 'list',
    about: 'list the audit log, the latest first',
    example: 'audit list --limit 20',
    request: (_, options) => ({
      method: 'GET',
      path: '/audit',
      query: { limit: text(options, 'limit'), before: text(options, 'before') },
    }),
    list: { name: 'entries', columns: COLUMNS },
  });
  const verify = noun
    .command('verify')
    .description(
      'walk the whole log and name the first broken link; exit code 1 where there is one',
    )
    .option('--json', 'the answer of the API as it is')
    .addHelpText('after', '\nExample:\n  $ hakika audit verify\n')
    .action(async () => {
      const path = '/audit/verify';
      const answer = await callAdminApi(readSettings(world), { method: 'GET', path });
      const isJson = verify.opts<{ json?: boolean }>().json === true;
      world.out(isJson ? `${JSON.stringify(answer, null, 2)}\n` : fields(answer));
      if (answer['whole'] !== true) throw new CliError(EXIT.refused, 'The log is not whole.');
    });
}

// The program `hakika`: what operators do, from a terminal. It calls the admin API and knows
// nothing else of Hakika; it keeps nothing and decides nothing.
//
// To add a command: a function in commands/ by `verb`, and its line below.

import { Command, CommanderError } from 'commander';
import { auditCommands } from './commands/audit';
import { doctorCommand } from './commands/doctor';
import { eventCommands } from './commands/events';
import { keyCommands } from './commands/keys';
import { merchantCommands } from './commands/merchants';
import { paymentCommands } from './commands/payments';
import { operatorCommands } from './commands/operators';
import { shortcodeCommands } from './commands/shortcodes';
import { viewsCommand } from './commands/views';
import { CliError, EXIT } from './exit';
import type { World } from './world';

const ABOUT =
  'What operators of Hakika do: merchants, shortcodes, keys, operators, payments, audit, doctor.';

const SETTINGS = `
Settings, from the environment or ~/.config/hakika/config.json:
  HAKIKA_ADMIN_URL      the operations listener, http://127.0.0.1:7402 without it
  HAKIKA_OPERATOR_KEY   your key, op_…

Example:
  $ hakika merchants list
`;

/** Runs one command. Gives the exit code: 0 done, 1 refused, 2 misused, 3 not reached. */
export async function run(args: readonly string[], world: World): Promise<number> {
  const program = new Command('hakika')
    .description(ABOUT)
    .addHelpText('after', SETTINGS)
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: world.err });
  merchantCommands(program, world);
  shortcodeCommands(program, world);
  keyCommands(program, world);
  operatorCommands(program, world);
  paymentCommands(program, world);
  eventCommands(program, world);
  auditCommands(program, world);
  viewsCommand(program, world);
  doctorCommand(program, world);
  try {
    await program.parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.code === 'commander.helpDisplayed' ? EXIT.ok : EXIT.usage;
    }
    if (!(error instanceof CliError)) throw error;
    world.err(`${error.message}\n`);
    return error.code;
  }
}

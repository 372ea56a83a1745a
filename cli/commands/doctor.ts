import type { Command } from 'commander';
import { callAdminApi, type Answer } from '../adminApi';
import { CliError, EXIT } from '../exit';
import { readSettings } from '../settings';
import { table } from '../table';
import type { World } from '../world';

const COLUMNS = ['status', 'area', 'name', 'meaning', 'remedy'];

/** `hakika doctor`: what is wrong with the installation, and what to do. */
export function doctorCommand(program: Command, world: World): void {
  const command = program
    .command('doctor')
    .description('look for what is wrong; exit code 1 where there is a fault')
    .option('--json', 'the answer of the API as it is')
    .addHelpText('after', '\nExample:\n  $ hakika doctor\n')
    .action(async () => {
      const settings = readSettings(world);
      const isJson = command.opts<{ json?: boolean }>().json === true;
      let answer: Answer;
      try {
        answer = await callAdminApi(settings, { method: 'GET', path: '/doctor' });
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        world.out(shown(unanswered(error), isJson));
        throw new CliError(error.code, 'The doctor could not look.');
      }
      world.out(shown(answer, isJson));
      if (answer['status'] === 'fault') throw new CliError(EXIT.refused, 'There are faults.');
    });
}

/** The one line that can be said without the API: a fault, in the form of all others. */
function unanswered(error: CliError): Answer {
  const remedy =
    error.code === EXIT.unreachable
      ? 'Start the API, or set HAKIKA_ADMIN_URL to its operations listener.'
      : 'Do what the API says; while MongoDB is away it knows no operator.';
  const line = { area: 'operations', name: 'admin API', status: 'fault' };
  return { status: 'fault', findings: [{ ...line, meaning: error.message, remedy }] };
}

function shown(answer: Answer, isJson: boolean): string {
  if (isJson) return `${JSON.stringify(answer, null, 2)}\n`;
  const findings = answer['findings'];
  return table(COLUMNS, Array.isArray(findings) ? (findings as Answer[]) : []);
}

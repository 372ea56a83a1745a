import pino from 'pino';
import { OptionsError, readOptions } from './options';
import { ListenError, startServer } from './server';

/** Standard error, because standard output carries one line only: the address. */
const standardError = 2;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  const log = pino(
    { base: { name: 'simulator' }, level: options.logLevel },
    pino.destination(standardError),
  );
  const simulator = await startServer(options, log);
  log.info({ seed: options.seed, local: options.local }, 'The simulated Safaricom starts');
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: simulator.url })}\n`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void simulator.stop().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  const expected = error instanceof OptionsError || error instanceof ListenError;
  const text = expected ? error.message : `The simulator failed: ${describe(error)}`;
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch(fail);

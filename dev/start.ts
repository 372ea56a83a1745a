/**
 * `npm start`: brings the whole system up, tells the story of one payment, and stays up until it is
 * told to stop. Called by start.cjs, which has seen to Node and the dependencies.
 */
import { onUnexpectedEnd, stopAllChildren } from './processes/child';
import { endGuard } from './processes/guard';
import { endedTooSoon } from './processes/ready';
import { progress } from './progress';
import { StartFailure } from './startFailure';
import { demoSettings, type DemoSettings } from './story/demoSettings';
import { tellStory } from './story/tellStory';
import { bringUp, releaseSystemLock } from './system/bringUp';
import { stopRequest } from './system/stopRequest';
import { parseStartOptions, type StartOptions } from './system/options';

let staysUp = false;

async function main(): Promise<void> {
  const stop = stopRequest();
  onUnexpectedEnd((child) => stop.fail(endedTooSoon(child)));
  try {
    const options = parseStartOptions(process.argv.slice(2));
    const settings = demoSettings(process.env);
    const finished = run(options, settings, stop.signal);
    process.exitCode = await Promise.race([finished, stop.requested.then(() => interrupted())]);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${sentenceOf(error)}\n`);
  }
  stop.begin();
  await stopAllChildren();
  await endGuard();
  releaseSystemLock();
  process.exit();
}

async function run(
  options: StartOptions,
  settings: DemoSettings,
  signal: AbortSignal,
): Promise<number> {
  const system = await bringUp(options.fresh);
  const say = (line: string): void => console.log(line);
  const outcome = await tellStory({ system, options, settings, say, signal });
  if (!outcome.succeeded) {
    progress(`The demo payment did not succeed: ${outcome.cause}. Remedy: ${outcome.remedy}.`);
  }
  if (options.once) return outcome.succeeded ? 0 : 1;
  staysUp = true;
  say('Everything is up. Press Ctrl-C to stop it.');
  return new Promise<number>(() => undefined);
}

/** Ctrl-C is how a system that stays up is meant to end; before that, something was cut short. */
function interrupted(): number {
  return staysUp ? 0 : 130;
}

/** A person is shown the sentence; only a mistake of ours deserves a stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof StartFailure) return error.message;
  return `A mistake in dev/ itself: ${error instanceof Error ? error.stack : String(error)}`;
}

void main();

import { StartFailure, reasonOf } from '../startFailure';
import type { Child } from './child';
import { lastLogLine, shownPath } from './log';

const pauseMs = 50;

/**
 * Waits until the probe no longer throws. Fails with one sentence when the process ends before
 * that or the time is over.
 */
export async function waitUntilReady(
  child: Child,
  timeoutMs: number,
  probe: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const failure = await outcomeOf(probe);
    if (child.outcome() !== undefined) throw endedTooSoon(child);
    if (failure === undefined) return;
    if (Date.now() > deadline) {
      throw new StartFailure(
        `${child.name} was not ready within ${timeoutMs / 1000} s (${failure}): ` +
          `see ${shownPath(child.logFile)}.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** The sentence for a process that ended although nobody asked it to. */
export function endedTooSoon(child: Child): StartFailure {
  const outcome = child.outcome() ?? 'unknown';
  // A process that was killed had no time to say why.
  const line = outcome.startsWith('signal') ? '' : lastLogLine(child.logFile);
  const said = line === '' ? '' : ` after saying: ${line}`;
  return new StartFailure(
    `${child.name} ended by itself (${outcome})${said}; see ${shownPath(child.logFile)}` +
      (child.remedy === undefined ? '.' : `. Remedy: ${child.remedy}.`),
  );
}

async function outcomeOf(probe: () => Promise<void>): Promise<string | undefined> {
  try {
    await probe();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

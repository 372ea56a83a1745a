// Looks at everything that an installation rests on, and says what is wrong and what to do. It
// changes nothing, prompts nobody and sends no event. Each check is a file in checks/.

import { setTimeout as after } from 'node:timers/promises';
import type { ApiDependencies } from '../../dependencies';
import { callbacks } from './checks/callbacks';
import { clock } from './checks/clock';
import { keys } from './checks/keys';
import { mongodb } from './checks/mongodb';
import { queues } from './checks/queues';
import { settings } from './checks/settings';
import { shortcodes } from './checks/shortcodes';
import { sweeper } from './checks/sweeper';
import { temporal } from './checks/temporal';
import { webhooks } from './checks/webhooks';
import { fault, type Check, type Finding } from './finding';

const CHECK_TIMEOUT_MS = 5_000;

const CHECKS: readonly Check[] = [
  ...[settings, keys, clock, mongodb],
  ...[temporal, sweeper, queues],
  ...[callbacks, shortcodes, webhooks],
];

/** Every check at once, each for five seconds at most. */
export async function diagnose(deps: ApiDependencies): Promise<readonly Finding[]> {
  const found = await Promise.all(CHECKS.map((check) => lookInTime(check, deps)));
  return found.flat();
}

async function lookInTime(check: Check, deps: ApiDependencies): Promise<Finding[]> {
  const { area, whenBlind } = check;
  const over = new AbortController();
  try {
    const late = after(CHECK_TIMEOUT_MS, null, { signal: over.signal });
    const found = await Promise.race([check.look(deps), late]);
    const lines = found ?? [fault('look', 'The look did not end in 5 seconds.', whenBlind)];
    return lines.map((line) => ({ area, ...line }));
  } catch (error) {
    // The kind of error alone: its message may hold an address with a password.
    const what = error instanceof Error ? error.name : 'unknown';
    return [{ area, ...fault('look', `The look failed (${what}).`, whenBlind) }];
  } finally {
    over.abort();
  }
}

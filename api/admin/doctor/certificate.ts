import { fault, fine, warning, type Found } from './finding';
import type { Reached } from './probes';

const DAY_MS = 86_400_000;
const FAULT_DAYS = 3;
const WARNING_DAYS = 21;

/** How long a certificate that was met still lasts; nothing where none was met. */
export function certificateFound(name: string, reached: Reached, nowMs: number): Found[] {
  if (reached.kind === 'unreached' || reached.certificateEndsAt === null) return [];
  const endsAt = reached.certificateEndsAt;
  const days = Math.floor((endsAt.getTime() - nowMs) / DAY_MS);
  const line = `${name} certificate`;
  const meaning = `Its TLS certificate ends on ${endsAt.toISOString().slice(0, 10)}.`;
  if (days >= WARNING_DAYS) return [fine(line, meaning)];
  const remedy = 'Have it renewed before that day: afterwards no connection is made.';
  return [(days < FAULT_DAYS ? fault : warning)(line, meaning, remedy)];
}

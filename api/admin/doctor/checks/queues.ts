import type { QueueFacts } from '../../../../engine/ports';
import { fault, fine, warning, type Check, type Found } from '../finding';

/** Work that waits longer is not keeping up. */
const LATE_MS = 60_000;

/** Whether workers ask each task queue for its work, which builds they are, and what waits. */
export const queues: Check = {
  area: 'queues',
  whenBlind: 'Look at the area temporal first.',
  async look({ engine }) {
    return (await engine.inspection.queues()).map(found);
  },
};

function found({ name, workers, builds, backlog, backlogAgeMs }: QueueFacts): Found {
  if (workers === 0) {
    const meaning = `No worker asks it for work; ${backlog} tasks wait.`;
    return fault(name, meaning, 'Start a worker whose WORKER_QUEUES holds it.');
  }
  const who = `${workers} workers of build ${builds.join(' and ') || 'unknown'}`;
  if (backlogAgeMs > LATE_MS) {
    const seconds = Math.round(backlogAgeMs / 1_000);
    const meaning = `${backlog} tasks wait, for up to ${seconds} s; ${who}.`;
    return warning(name, meaning, 'Start more workers, or see in their logs what holds them up.');
  }
  if (builds.length > 1) {
    const remedy = 'Stop those of the former release, unless a release is under way.';
    return warning(name, `More than one build serves it: ${who}.`, remedy);
  }
  return fine(name, `${who} ask it for work; ${backlog} tasks wait.`);
}

import { businessDate } from '../../../../domain/values/eastAfricaTime';
import { fault, fine, warning, type Check, type Found } from '../finding';

const WARNING_MS = 1_000;
const FAULT_MS = 5_000;

const REMEDY = 'Have both machines set their clocks by NTP; timestamps and deadlines go by them.';

/** This process' clock against that of the database, and the day to which payments belong. */
export const clock: Check = {
  area: 'clock',
  whenBlind: 'Look at the area mongodb first: its clock could not be read.',
  async look({ store }) {
    const beganMs = Date.now();
    const { atMs } = await store.inspection.server();
    const endedMs = Date.now();
    const today = businessDate(endedMs);
    return [
      skewFound(skewOf(atMs, beganMs, endedMs)),
      fine('business date', `In East Africa it is ${today}.`),
    ];
  },
};

/** The least by which the two clocks differ: the answer was made at some time while we waited. */
function skewOf(atMs: number, beganMs: number, endedMs: number): number {
  return Math.max(0, beganMs - atMs, atMs - endedMs);
}

function skewFound(skewMs: number): Found {
  const name = 'against MongoDB';
  const meaning = `The clocks differ by ${(skewMs / 1_000).toFixed(1)} s.`;
  if (skewMs <= WARNING_MS) return fine(name, meaning);
  return (skewMs > FAULT_MS ? fault : warning)(name, meaning, REMEDY);
}

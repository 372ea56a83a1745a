import type { Evidence } from './evidence';
import { sightings } from './sightings';

const OF_THE_FACT_ITSELF: readonly string[] = ['evidenceId', 'callbackId', 'atMs'];

/** What a fact says: the same answer to the same question again says nothing new. */
export function substanceOf(item: Evidence): string {
  const said = Object.entries(item).filter(([name]) => !OF_THE_FACT_ITSELF.includes(name));
  // What was read from the store has its fields in another order than what was just heard.
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** In how many different ways money was seen, however often each was said. */
export function distinctSightings(evidence: readonly Evidence[]): number {
  const seen = evidence.filter((item) => sightings([item]).length > 0);
  return new Set(seen.map(substanceOf)).size;
}

import { deniesForGood } from './denials';
import type { Evidence, StkQueryEvidence } from './evidence';
import { resultCodeRule } from './resultCodes';
import type { Sighting } from './sightings';

interface PromptLife {
  readonly promptedAtMs: number | null;
  readonly promptLifeMs: number;
}

/** Two of Safaricom's own words disagree: still being asked about, or left to a person. */
export type Disagreement =
  | { readonly kind: 'open'; readonly reason: 'sources_disagree' }
  | { readonly kind: 'conflict'; readonly conflict: 'sources_disagree' };

/**
 * What forbids to believe a query that says paid: another of Safaricom's own words says for good
 * that nobody did. Neither is believed alone. The query is confirmed by a source that names a
 * receipt, or by a second query, later than every denial and read when the prompt could no longer
 * be paid. Where that second query denies too, a person must decide. Null where nothing disagrees,
 * or the success is confirmed.
 */
export function disagreementOf(
  life: PromptLife,
  evidence: readonly Evidence[],
  sound: readonly Sighting[],
): Disagreement | null {
  const denials = evidence.filter((item) => item.kind !== 'stk_query' && deniesForGood(item));
  const isNamed = undenied(sound, evidence).some(({ receipt }) => receipt !== null);
  if (denials.length === 0 || isNamed) return null;
  const queries = evidence.filter((item) => item.kind === 'stk_query');
  const firstPaidAtMs = Math.min(...queries.filter(isPaid).map(({ atMs }) => atMs));
  const askedAgainAtMs = Math.max(
    (life.promptedAtMs ?? firstPaidAtMs) + life.promptLifeMs,
    firstPaidAtMs + 1,
    ...denials.map(({ atMs }) => atMs),
  );
  const again = queries.filter(({ atMs }) => atMs >= askedAgainAtMs);
  if (again.some(isPaid)) return null;
  return again.some(deniesForGood)
    ? { kind: 'conflict', conflict: 'sources_disagree' }
    : { kind: 'open', reason: 'sources_disagree' };
}

function isPaid({ resultCode }: StkQueryEvidence): boolean {
  return resultCodeRule(resultCode).proof === 'paid';
}

/**
 * The sightings less the callbacks whose receipt a final status has denied. A status is asked about
 * the receipt of a callback, whether it repeats it or not.
 */
export function undenied(sound: readonly Sighting[], evidence: readonly Evidence[]): Sighting[] {
  const denied = evidence.flatMap((item) =>
    item.kind === 'transaction_status' && deniesForGood(item) ? [item.receipt] : [],
  );
  return sound.filter(
    ({ receipt, grade }) =>
      grade !== 'reported' || !(denied.includes(receipt) || denied.includes(null)),
  );
}

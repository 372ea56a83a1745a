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
 * receipt which nobody denies, or by a second query, later than every denial and read when the
 * prompt could no longer be paid. When that second query denies too, a person must decide.
 * Null where nothing disagrees, or the success is confirmed.
 */
export function disagreementOf(
  life: PromptLife,
  evidence: readonly Evidence[],
  sound: readonly Sighting[],
): Disagreement | null {
  const paid = evidence.filter(isPaidQuery);
  const [first] = paid;
  const denials = evidence.filter((item) => deniesForGood(item) && !isOutdated(item, first));
  const isNamed = undenied(sound, evidence).some(({ receipt }) => receipt !== null);
  if (denials.length === 0 || isNamed) return null;
  if (first === undefined) return { kind: 'open', reason: 'sources_disagree' };
  const askedAgainAtMs = Math.max(
    (life.promptedAtMs ?? first.atMs) + life.promptLifeMs,
    first.atMs + 1,
    ...denials.filter(({ kind }) => kind !== 'stk_query').map(({ atMs }) => atMs),
  );
  const second = evidence
    .filter((item) => item.kind === 'stk_query' && item.atMs >= askedAgainAtMs)
    .filter((item) => deniesForGood(item) || isPaidQuery(item))
    .at(-1);
  if (second === undefined) return { kind: 'open', reason: 'sources_disagree' };
  return isPaidQuery(second) ? null : { kind: 'conflict', conflict: 'sources_disagree' };
}

function isPaidQuery(item: Evidence): item is StkQueryEvidence {
  return item.kind === 'stk_query' && resultCodeRule(item.resultCode).proof === 'paid';
}

/** A query that denied before one that says paid is the same source, which knew less then. */
function isOutdated(item: Evidence, firstPaid: StkQueryEvidence | undefined): boolean {
  return item.kind === 'stk_query' && firstPaid !== undefined && item.atMs <= firstPaid.atMs;
}

/** The sightings less those whose receipt a final status has denied. */
export function undenied(sound: readonly Sighting[], evidence: readonly Evidence[]): Sighting[] {
  const denied = evidence.filter(
    (item) => item.kind === 'transaction_status' && deniesForGood(item),
  );
  const receipts = denied.map((item) => ('receipt' in item ? item.receipt : null));
  // A status is asked about the receipt of a callback, whether it repeats it or not.
  return sound.filter(({ receipt, grade }) => {
    const isNamed = receipt !== null && receipts.includes(receipt);
    return !isNamed && !(grade === 'reported' && receipts.includes(null));
  });
}

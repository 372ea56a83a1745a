import type { Evidence, Grade, MoneySeenEvidence, TransactionStatusEvidence } from './evidence';
import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import { resultCodeRule } from './resultCodes';
import type { ShortcodeNumber } from '../values/shortcode';

/** One piece of evidence read as "money moved". Nulls are what that door does not tell. */
export interface MoneyClaim {
  readonly grade: Grade;
  readonly receipt: Receipt | null;
  readonly amountCents: AmountCents | null;
  readonly shortcode: ShortcodeNumber | null;
}

function claim(grade: Grade, seen: Partial<Omit<MoneyClaim, 'grade'>>): MoneyClaim {
  return {
    grade,
    receipt: null,
    amountCents: null,
    shortcode: null,
    ...seen,
  };
}

function claimOf(evidence: Evidence): MoneyClaim | null {
  switch (evidence.kind) {
    case 'callback':
      return resultCodeRule(evidence.resultCode).proof === 'paid'
        ? claim('reported', { receipt: evidence.receipt, amountCents: evidence.amountCents })
        : null;
    case 'stk_query':
      return resultCodeRule(evidence.resultCode).proof === 'paid'
        ? claim('corroborated', {})
        : null;
    case 'transaction_status':
      return evidence.status === 'Completed'
        ? claim('corroborated', {
            receipt: evidence.receipt,
            amountCents: evidence.amountCents,
            shortcode: evidence.shortcode,
          })
        : null;
    case 'c2b_confirmation':
    case 'pull_row':
      return claim('corroborated', seenIn(evidence));
    case 'statement_row':
      return claim('settled', seenIn(evidence));
  }
}

function seenIn({ receipt, amountCents, shortcode }: MoneySeenEvidence) {
  return { receipt, amountCents, shortcode };
}

/** Says whether a callback claims that money moved; a claim is no proof. */
export function isClaim(evidence: Evidence): boolean {
  return evidence.kind === 'callback' && claimOf(evidence) !== null;
}

/** Every claim in the evidence that money moved, in the order in which it came. */
export function moneyClaims(evidence: readonly Evidence[]): MoneyClaim[] {
  return evidence.flatMap((item) => claimOf(item) ?? []);
}

/** How far Safaricom's clock and ours may differ before a payment counts as an earlier one. */
const CLOCK_SLACK_MS = 120_000;

/** Who was prompted, and when it may first have been on the phone. */
export interface Prompt {
  readonly phoneMasked: string;
  readonly promptedAtMs: number | null;
}

/** The claims on which a success may rest. */
export function soundClaims(evidence: readonly Evidence[], prompt: Prompt): MoneyClaim[] {
  return moneyClaims(
    evidence.filter(
      (item) => item.kind !== 'transaction_status' || isSound(item, evidence, prompt),
    ),
  );
}

/**
 * Transaction Status is only ever asked about a receipt that a callback named, and a callback is
 * only a claim: it may name anybody's receipt. So the status must itself show money of this amount
 * that came in to the shortcode, by a payment of that phone that began no earlier than the prompt.
 * Where it shows less, its address or a leaked token could make money appear (M11).
 */
function isSound(
  { receipt, amountCents, shortcode, initiatedAtMs, payerMasked }: TransactionStatusEvidence,
  evidence: readonly Evidence[],
  { phoneMasked, promptedAtMs }: Prompt,
): boolean {
  const asked = evidence.some((item) => item.kind === 'callback' && item.receipt !== null);
  if (!asked || promptedAtMs === null) return false;
  if (payerMasked !== null && payerMasked !== phoneMasked) return false;
  if (receipt === null || amountCents === null || shortcode === null) return false;
  return initiatedAtMs !== null && initiatedAtMs >= promptedAtMs - CLOCK_SLACK_MS;
}

import type { Evidence, Grade, MoneySeenEvidence } from './evidence';
import type { AmountCents } from './money';
import type { Receipt } from './receipt';
import { resultCodeRule } from './resultCodes';
import type { ShortcodeNumber } from './shortcode';

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

/** Every claim in the evidence that money moved, in the order in which it came. */
export function moneyClaims(evidence: readonly Evidence[]): MoneyClaim[] {
  return evidence.flatMap((item) => claimOf(item) ?? []);
}

/**
 * The claims on which a success may rest. Transaction Status is only ever asked about a receipt
 * that a callback named, so an answer where none did was asked by nobody: its address alone must
 * not make money appear.
 */
export function soundClaims(evidence: readonly Evidence[]): MoneyClaim[] {
  const asked = evidence.some((item) => item.kind === 'callback' && item.receipt !== null);
  return moneyClaims(evidence.filter((item) => asked || item.kind !== 'transaction_status'));
}

import type { Evidence, Grade, MoneySeenEvidence, TransactionStatusEvidence } from './evidence';
import type { AmountCents } from '../values/money';
import type { Receipt } from '../values/receipt';
import { resultCodeRule } from './resultCodes';
import type { ShortcodeNumber } from '../values/shortcode';

/** One piece of evidence read as "money moved". Nulls are what that source does not tell. */
export interface Sighting {
  readonly grade: Grade;
  readonly receipt: Receipt | null;
  readonly amountCents: AmountCents | null;
  readonly shortcode: ShortcodeNumber | null;
}

function sighting(grade: Grade, seen: Partial<Omit<Sighting, 'grade'>>): Sighting {
  return {
    grade,
    receipt: null,
    amountCents: null,
    shortcode: null,
    ...seen,
  };
}

function sightingOf(evidence: Evidence): Sighting | null {
  switch (evidence.kind) {
    case 'callback':
      return resultCodeRule(evidence.resultCode).proof === 'paid'
        ? sighting('reported', { receipt: evidence.receipt, amountCents: evidence.amountCents })
        : null;
    case 'stk_query':
      return resultCodeRule(evidence.resultCode).proof === 'paid'
        ? sighting('corroborated', {})
        : null;
    case 'transaction_status':
      return evidence.status === 'Completed' && evidence.isForeign !== true
        ? sighting('corroborated', {
            receipt: evidence.receipt,
            amountCents: evidence.amountCents,
            shortcode: evidence.shortcode,
          })
        : null;
    case 'c2b_confirmation':
    case 'pull_row':
      return sighting('corroborated', seenIn(evidence));
    case 'unreadable_callback':
    // A person's word is not money seen: it is decided by, and never judged.
    case 'operator_receipt':
    case 'operator_decision':
      return null;
    case 'statement_row':
      return sighting('settled', seenIn(evidence));
  }
}

function seenIn({ receipt, amountCents, shortcode }: MoneySeenEvidence) {
  return { receipt, amountCents, shortcode };
}

/** Whether a callback says that money moved; its word alone proves nothing. */
export function isPaidCallback(evidence: Evidence): boolean {
  return evidence.kind === 'callback' && sightingOf(evidence) !== null;
}

/** Every sighting of moved money in the evidence, in the order in which it came. */
export function sightings(evidence: readonly Evidence[]): Sighting[] {
  return evidence.flatMap((item) => sightingOf(item) ?? []);
}

/** How far Safaricom's clock and ours may differ before a payment counts as an earlier one. */
const CLOCK_SLACK_MS = 120_000;

/** Who was prompted, and when it may first have been on the phone. */
export interface Prompt {
  readonly phoneMasked: string;
  /** The keyed hash of the number. */
  readonly phoneHash: string;
  readonly promptedAtMs: number | null;
}

/** The sightings on which a success may rest. */
export function soundSightings(evidence: readonly Evidence[], prompt: Prompt): Sighting[] {
  return sightings(
    evidence.filter(
      (item) => item.kind !== 'transaction_status' || isSound(item, evidence, prompt),
    ),
  );
}

/**
 * Transaction Status is only ever asked about a receipt that a callback named, and the callback may
 * name anybody's receipt. So the status must itself show money of this amount that came in to the
 * shortcode, by a payment of that phone that began no earlier than the prompt. Where it shows less,
 * its address or a leaked token could make money appear.
 */
function isSound(
  status: TransactionStatusEvidence,
  evidence: readonly Evidence[],
  prompt: Prompt,
): boolean {
  const { receipt, amountCents, shortcode, initiatedAtMs } = status;
  const asked = evidence.some(
    (item) =>
      item.kind === 'operator_receipt' || (item.kind === 'callback' && item.receipt !== null),
  );
  if (!asked || !isPaidBy(status, prompt)) return false;
  if (receipt === null || amountCents === null || shortcode === null) return false;
  return isFromPromptOn(initiatedAtMs, prompt);
}

/** Whether something began no earlier than the prompt. */
function isFromPromptOn(atMs: number | null, { promptedAtMs }: Prompt): boolean {
  return atMs !== null && promptedAtMs !== null && atMs >= promptedAtMs - CLOCK_SLACK_MS;
}

/**
 * Whether a status shows by itself that the customer who was prompted paid a shortcode after the
 * prompt. It must show the payer: an operator can name the receipt of any customer.
 */
export function isShownToBeOurs(status: TransactionStatusEvidence, prompt: Prompt): boolean {
  const { payerHash, payerMasked, shortcode, initiatedAtMs } = status;
  if (payerHash === null && payerMasked === null) return false;
  const isOurs = isPaidBy(status, prompt) && shortcode !== null;
  return isOurs && isFromPromptOn(initiatedAtMs, prompt);
}

/** The whole number decides where the answer shows it; two numbers can share one mask. */
function isPaidBy({ payerHash, payerMasked }: TransactionStatusEvidence, prompt: Prompt): boolean {
  if (payerHash !== null) return payerHash === prompt.phoneHash;
  return payerMasked === null || payerMasked === prompt.phoneMasked;
}

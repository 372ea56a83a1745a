import { isFinal } from './denials';
import type { Evidence, OperatorReceiptEvidence, TransactionStatusEvidence } from './evidence';
import { isShownToBeOurs, type Prompt } from './sightings';

/**
 * The receipt that an operator saw last and about which nothing is known yet, or null. A final
 * status of that receipt answers it, and so does a person who decides.
 */
export function openReceipt(evidence: readonly Evidence[]): OperatorReceiptEvidence | null {
  const decidedAt = evidence.findLastIndex(({ kind }) => kind === 'operator_decision');
  const named = evidence.slice(decidedAt + 1).filter((item) => item.kind === 'operator_receipt');
  const latest = named.at(-1);
  if (latest === undefined) return null;
  const isAnswered = evidence.some(
    (item) =>
      item.kind === 'transaction_status' && item.receipt === latest.receipt && isFinal(item),
  );
  return isAnswered ? null : latest;
}

/**
 * A fact as it counts for this payment. An operator can name anybody's receipt by mistake: what
 * Transaction Status says about it counts only where it shows the customer who was prompted, so
 * that a slip of the hand cannot bring another customer's money into the books of this payment.
 */
export function asHeard(item: Evidence, known: readonly Evidence[], prompt: Prompt): Evidence {
  if (item.kind !== 'transaction_status') return item;
  const isOperators = known.some(({ kind }) => kind === 'operator_receipt');
  if (!isOperators || isNamedByCallback(item, known)) return item;
  return isShownToBeOurs(item, prompt) ? item : { ...item, isForeign: true };
}

/** An answer that names no receipt is about any that was asked about. */
function isNamedByCallback(
  { receipt }: TransactionStatusEvidence,
  known: readonly Evidence[],
): boolean {
  return known.some(
    (item) =>
      item.kind === 'callback' &&
      item.receipt !== null &&
      (receipt === null || item.receipt === receipt),
  );
}

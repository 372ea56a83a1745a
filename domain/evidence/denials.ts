import type {
  CallbackEvidence,
  Evidence,
  StkQueryEvidence,
  TransactionStatusEvidence,
} from './evidence';
import { resultCodeRule } from './resultCodes';

/** What carries a result code of the prompt itself. */
export type Read = CallbackEvidence | StkQueryEvidence;

export function isRead(evidence: Evidence): evidence is Read {
  return evidence.kind === 'callback' || evidence.kind === 'stk_query';
}

export function lastQuery(evidence: readonly Evidence[]): StkQueryEvidence | null {
  return evidence.filter((item) => item.kind === 'stk_query').at(-1) ?? null;
}

/** A code after which this prompt can no longer be paid. */
export function isDefinite(read: Read): boolean {
  return resultCodeRule(read.resultCode).proof === 'not_paid';
}

/** An answer that money did not move, or not yet. */
export function deniesPayment(evidence: Evidence): boolean {
  if (isRead(evidence)) {
    const { proof } = resultCodeRule(evidence.resultCode);
    return proof === 'not_paid' || proof === 'not_paid_yet';
  }
  return isDeniedStatus(evidence);
}

/** An answer after which money cannot have moved, if it is true. */
export function deniesForGood(evidence: Evidence): boolean {
  return isRead(evidence) ? isDefinite(evidence) : isDeniedStatus(evidence);
}

/** Daraja: Transaction Status, the statuses after which nothing changes. */
const FINAL_STATUSES: ReadonlySet<string> = new Set([
  'Completed',
  'Cancelled',
  'Declined',
  'Expired',
]);

export function isFinal(evidence: TransactionStatusEvidence): boolean {
  return FINAL_STATUSES.has(evidence.status ?? '');
}

function isDeniedStatus(evidence: Evidence): boolean {
  if (evidence.kind !== 'transaction_status' || evidence.isForeign === true) return false;
  return isFinal(evidence) && evidence.status !== 'Completed';
}

import type {
  CallbackEvidence,
  TransactionStatusEvidence,
  UnreadableCallbackEvidence,
} from './evidence';
import { isId, type IdKind, type IdOf } from '../values/ids';
import type { AmountCents } from '../values/money';
import { parseReceipt } from '../values/receipt';
import { parseResultCode } from './resultCodes';

/** What the callback listener keeps in the inbox about a payment. It holds no phone number. */
export interface KeptNotice {
  readonly evidence: CallbackEvidence | UnreadableCallbackEvidence | TransactionStatusEvidence;
  /** Daraja's handle ends in the payer's number, so it travels sealed under the store's key. */
  readonly sealedCheckoutRequestId: string | null;
}

/** A callback as a signal tells of it. Anyone who can signal could have made it up. */
export interface CallbackNotice extends KeptNotice {
  readonly kind: 'callback';
  readonly evidence: CallbackEvidence | UnreadableCallbackEvidence;
  /** The token it came with, hashed: only the push's own counts. */
  readonly callbackTokenHash: string;
}

/**
 * What a workflow is told: a callback, that something else lies in the inbox, or that an operator
 * wants Safaricom asked at once.
 */
export type Notice = CallbackNotice | { readonly kind: 'look_in_inbox' | 'ask_now' };

/**
 * Reads what a signal brought, or null where it is nothing that the listener sends. A raw client of
 * the engine can send anything, and it must neither stop the payment nor count as evidence.
 */
export function parseNotice(value: unknown): Notice | null {
  if (!isRecord(value)) return null;
  if (value['kind'] === 'look_in_inbox') return { kind: 'look_in_inbox' };
  if (value['kind'] === 'ask_now') return { kind: 'ask_now' };
  if (value['kind'] !== 'callback') return null;
  const { callbackTokenHash, sealedCheckoutRequestId: sealed } = value;
  const evidence = parseEvidence(value['evidence']);
  if (evidence === null || typeof callbackTokenHash !== 'string') return null;
  if (sealed !== null && typeof sealed !== 'string') return null;
  return { kind: 'callback', evidence, callbackTokenHash, sealedCheckoutRequestId: sealed };
}

function parseEvidence(value: unknown): CallbackNotice['evidence'] | null {
  if (!isRecord(value)) return null;
  const { kind, evidenceId, callbackId, atMs } = value;
  if (!isIdOf('evidence', evidenceId) || !isIdOf('callback', callbackId)) return null;
  if (!Number.isSafeInteger(atMs)) return null;
  const seen = { evidenceId, callbackId, atMs: Number(atMs) };
  if (kind === 'callback') return parseCallback(value, seen);
  const { bodySha256 } = value;
  if (kind !== 'unreadable_callback' || typeof bodySha256 !== 'string') return null;
  return { ...seen, kind: 'unreadable_callback', bodySha256 };
}

type Seen = Pick<CallbackEvidence, 'evidenceId' | 'callbackId' | 'atMs'>;

function parseCallback(value: Record<string, unknown>, seen: Seen): CallbackEvidence | null {
  const { amountCents, receipt, paidAtMs } = value;
  const resultCode = parseResultCode(value['resultCode']);
  if (resultCode === null || !isWholeOrNull(amountCents)) return null;
  const read = receipt === null ? null : parseReceipt(receipt);
  if (receipt !== null && read === null) return null;
  return {
    ...seen,
    kind: 'callback',
    resultCode,
    amountCents: amountCents as AmountCents | null,
    receipt: read,
    // It decides nothing, so an odd one must not cost us the callback.
    paidAtMs: isWholeOrNull(paidAtMs) ? paidAtMs : null,
  };
}

function isIdOf<K extends IdKind>(kind: K, value: unknown): value is IdOf[K] {
  return typeof value === 'string' && isId(kind, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isWholeOrNull(value: unknown): value is number | null {
  return value === null || (Number.isSafeInteger(value) && Number(value) >= 0);
}

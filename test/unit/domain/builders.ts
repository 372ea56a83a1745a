import { createHash } from 'node:crypto';
import type {
  CallbackEvidence,
  MoneySeenEvidence,
  StkQueryEvidence,
  TransactionStatusEvidence,
} from '../../../domain/evidence/evidence';
import { ID_PREFIXES, type IdKind, type IdOf, type NewId } from '../../../domain/values/ids';
import type { JudgeFacts } from '../../../domain/evidence/judge';
import type { AmountCents, AmountKes } from '../../../domain/values/money';
import type { Payment, Push } from '../../../domain/payment/payment';
import type { Receipt } from '../../../domain/values/receipt';
import type { Reference } from '../../../domain/values/reference';
import type { DecisionContext } from '../../../domain/payment/decide';
import type { ShortcodeNumber } from '../../../domain/values/shortcode';
import { PAYMENT_TIMING } from '../../../domain/payment/timing';
import type { Acting, DomainHost } from '../../../domain/machine/machine';

/** 2026-11-23 20:30:15 in Nairobi. */
export const CREATED_AT_MS = Date.UTC(2026, 10, 23, 17, 30, 15);
export const PROMPTED_AT_MS = CREATED_AT_MS + 1_000;
export const PROMPT_END_MS = PROMPTED_AT_MS + PAYMENT_TIMING.promptLifeMs;
export const AMOUNT_KES = 1_500 as AmountKes;
export const AMOUNT_CENTS = 150_000 as AmountCents;
export const SHORTCODE = '174379' as ShortcodeNumber;
export const RECEIPT = 'UKN4A1B2C3' as Receipt;
export const PHONE_HASH = 'c'.repeat(64);
export const OTHER_RECEIPT = 'UKN4ZZZZZZ' as Receipt;

let ids = 0;

/** Ids that have the right shape and are never the same twice. */
export const newId: NewId = <K extends IdKind>(kind: K): IdOf[K] => {
  ids += 1;
  return `${ID_PREFIXES[kind]}_${String(ids).padStart(26, '0')}` as unknown as IdOf[K];
};

export const host: DomainHost = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  newId,
};

export function callback(
  resultCode: string,
  change: Partial<CallbackEvidence> = {},
): CallbackEvidence {
  const isPaid = resultCode === '0';
  return {
    kind: 'callback',
    evidenceId: newId('evidence'),
    callbackId: newId('callback'),
    atMs: PROMPTED_AT_MS + 15_000,
    resultCode,
    amountCents: isPaid ? AMOUNT_CENTS : null,
    receipt: isPaid ? RECEIPT : null,
    paidAtMs: isPaid ? PROMPTED_AT_MS + 14_000 : null,
    ...change,
  };
}

export function query(resultCode: string, atMs = PROMPTED_AT_MS + 20_000): StkQueryEvidence {
  return {
    kind: 'stk_query',
    evidenceId: newId('evidence'),
    atMs,
    resultCode,
  };
}

export function status(
  text: string | null,
  change: Partial<TransactionStatusEvidence> = {},
): TransactionStatusEvidence {
  return {
    kind: 'transaction_status',
    evidenceId: newId('evidence'),
    atMs: PROMPTED_AT_MS + 60_000,
    resultCode: '0',
    status: text,
    receipt: RECEIPT,
    amountCents: AMOUNT_CENTS,
    shortcode: SHORTCODE,
    initiatedAtMs: PROMPTED_AT_MS,
    payerMasked: '2547****149',
    payerHash: null,
    ...change,
  };
}

export function moneySeen(
  kind: MoneySeenEvidence['kind'],
  change: Partial<MoneySeenEvidence> = {},
): MoneySeenEvidence {
  return {
    kind,
    evidenceId: newId('evidence'),
    atMs: PROMPTED_AT_MS + 90_000,
    receipt: RECEIPT,
    amountCents: AMOUNT_CENTS,
    shortcode: SHORTCODE,
    ...change,
  };
}

export const FACTS: JudgeFacts = {
  amountCents: AMOUNT_CENTS,
  shortcode: SHORTCODE,
  phoneMasked: '2547****149',
  phoneHash: PHONE_HASH,
  promptedAtMs: PROMPTED_AT_MS,
  promptLifeMs: PAYMENT_TIMING.promptLifeMs,
  definiteAloneAfterMs: PAYMENT_TIMING.definiteAloneAfterMs,
  corroborateAboveCents: 0 as AmountCents,
  canAskStatus: true,
};

export const PUSH: Push = {
  callbackTokenHash: 'b'.repeat(64),
  formerTokenHashes: [],
  status: 'accepted',
  reservedAtMs: CREATED_AT_MS + 500,
  answeredAtMs: PROMPTED_AT_MS,
  checkoutRequestId: 'ws_CO_23112026203016412708374149',
  merchantRequestId: '2654-4b64-97ff-b827b542881d3130',
  errorCode: null,
};

/** A payment as it is created: not prompted, nothing known. */
export function createdPayment(change: Partial<Payment> = {}): Payment {
  return {
    paymentId: newId('payment'),
    merchantId: newId('merchant'),
    shortcode: SHORTCODE,
    amountKes: AMOUNT_KES,
    reference: 'ORD-1042' as Reference,
    description: 'Order 1042',
    phoneMasked: '2547****149',
    phoneHash: PHONE_HASH,
    createdAtMs: CREATED_AT_MS,
    promptBeforeAtMs: CREATED_AT_MS + PAYMENT_TIMING.promptWithinMs,
    state: 'created',
    version: 0,
    grade: null,
    receipt: null,
    failureCode: null,
    verdictAtMs: null,
    needsAttention: false,
    push: null,
    holdsPhone: false,
    phoneWaitUntilMs: null,
    retryNotBeforeMs: null,
    proposal: null,
    evidence: [],
    history: [],
    events: [],
    ...change,
  };
}

/** Done at a moment, with the host of these tests. */
export function at(nowMs: number): Acting {
  return { nowMs, host };
}

export function contextWith(change: Partial<DecisionContext> = {}): DecisionContext {
  return {
    timing: PAYMENT_TIMING,
    corroborateAboveKes: 0,
    canAskStatus: true,
    receiptTaken: false,
    ...change,
  };
}

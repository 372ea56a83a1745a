import type { RequestHandler } from 'express';
import { isSameFact, type CallbackEvidence } from '../../../domain/evidence/evidence';
import { isId, type PaymentId } from '../../../domain/values/ids';
import {
  currentAttempt,
  isTokenOf,
  type Attempt,
  type Payment,
} from '../../../domain/payment/payment';
import { newId } from '../../../crypto/newId';
import { sha256 } from '../../../crypto/sha256';
import { redactBySchema } from '../../../telemetry/redaction/redactBySchema';
import type { ApiDependencies } from '../../dependencies';
import { noSuchPath } from '../../http/middleware/errorHandler';
import { contextOf } from '../../http/middleware/requestContext';
import { malformedCallback, parseRawJson } from '../rawBody';
import { ACKNOWLEDGED, receive } from '../receive';
import {
  parseStkCallback,
  stkCallbackSchema,
  type StkCallback,
} from '../../../daraja/inbound/stkCallback';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** `POST /callbacks/stk/:paymentId/:token`: a claim about a push, kept before it is acted on. */
export function stkCallback(deps: ApiDependencies): RequestHandler {
  return async (request, response) => {
    const { paymentId, tokenHash } = parseAddress(request.params);
    const { logged } = contextOf(request);
    logged['paymentId'] = paymentId;
    const found = await findAttempt(deps, paymentId, tokenHash);
    const { bytes, json } = readBody(deps, request.body);
    const callback = parseStkCallback(json);
    logged['callback'] = redactBySchema(stkCallbackSchema, json);
    if (callback === null) {
      deps.metrics.callbacks.inc({ outcome: 'malformed' });
      throw malformedCallback('a documented field is missing or of the wrong type');
    }
    const evidence = evidenceOf(callback, found?.attempt ?? null);
    const orphanReason = found && orphanReasonOf(callback, found.attempt, tokenHash);
    const { checkoutRequestId } = callback;
    const sealedCheckoutRequestId =
      checkoutRequestId && deps.store.callbacks.sealCheckoutRequestId(checkoutRequestId);
    const row = found && {
      callbackId: evidence.callbackId,
      paymentId,
      attemptId: found.attempt.attemptId,
      kind: 'stk' as const,
      rawBody: bytes,
      evidence: orphanReason === null ? evidence : null,
      orphanReason,
      sealedCheckoutRequestId,
      receivedAtMs: evidence.atMs,
    };
    if (row && (orphanReason !== null || isKnown(found, evidence, callback))) {
      await deps.store.callbacks.keep(row);
      if (orphanReason !== null) deps.log.warn({ paymentId, orphanReason }, 'orphan callback');
    } else {
      const notice = { evidence, callbackTokenHash: tokenHash, sealedCheckoutRequestId };
      await receive(deps, { callbackId: evidence.callbackId, paymentId, notice, row });
    }
    deps.metrics.callbacks.inc({ outcome: orphanReason === null ? 'accepted' : 'orphan' });
    response.status(200).json(ACKNOWLEDGED);
  };
}

function parseAddress(params: Readonly<Record<string, unknown>>) {
  const { paymentId, token } = params;
  const shaped =
    typeof paymentId === 'string' &&
    isId('payment', paymentId) &&
    typeof token === 'string' &&
    TOKEN.test(token);
  if (!shaped) throw noSuchPath();
  return { paymentId, tokenHash: sha256(token) };
}

interface Found {
  readonly payment: Payment;
  readonly attempt: Attempt;
}

/**
 * The attempt that the token belongs to. Null when the store is away: the workflow then checks the
 * token itself, so that the one delivery of this callback is not lost.
 */
async function findAttempt(
  deps: ApiDependencies,
  paymentId: PaymentId,
  tokenHash: string,
): Promise<Found | null> {
  let payment: Payment | null;
  try {
    payment = await deps.store.payments.find(paymentId);
  } catch (err) {
    deps.log.error({ err, paymentId }, 'the store is away; signalling an unchecked callback');
    return null;
  }
  const attempt = payment && currentAttempt(payment);
  if (!payment || !attempt || !isTokenOf(attempt, tokenHash)) {
    deps.metrics.callbacks.inc({ outcome: 'unknown_token' });
    throw noSuchPath();
  }
  return { payment, attempt };
}

function readBody(deps: ApiDependencies, body: unknown) {
  try {
    return parseRawJson(body);
  } catch (error) {
    deps.metrics.callbacks.inc({ outcome: 'malformed' });
    throw error;
  }
}

/**
 * A true token with another push's handle: kept for a person to see, but no evidence. Only the
 * latest claim's handle is known, and only where Daraja itself has named it.
 */
function orphanReasonOf(callback: StkCallback, attempt: Attempt, tokenHash: string): string | null {
  const isKnownHandle = attempt.status === 'accepted' && attempt.callbackTokenHash === tokenHash;
  return isKnownHandle && namesAnother(callback, attempt) ? 'other_checkout_request' : null;
}

/** Whether it names a handle, and not the one that is stored. */
function namesAnother({ checkoutRequestId }: StkCallback, attempt: Attempt): boolean {
  return checkoutRequestId !== null && checkoutRequestId !== attempt.checkoutRequestId;
}

function evidenceOf(callback: StkCallback, attempt: Attempt | null): CallbackEvidence {
  const { resultCode, amountCents, receipt, paidAtMs } = callback;
  return {
    kind: 'callback',
    evidenceId: newId('evidence'),
    callbackId: newId('callback'),
    // The workflow fills in its own attempt; this one is only for the inbox.
    attemptId: attempt?.attemptId ?? newId('attempt'),
    atMs: Date.now(),
    resultCode,
    amountCents,
    receipt,
    paidAtMs,
  };
}

/** Judged already, and asked about by the same handle: a repeat need not wake the workflow. */
function isKnown(
  { payment, attempt }: Found,
  evidence: CallbackEvidence,
  callback: StkCallback,
): boolean {
  return (
    !namesAnother(callback, attempt) &&
    payment.evidence.some((known) => isSameFact(known, evidence))
  );
}

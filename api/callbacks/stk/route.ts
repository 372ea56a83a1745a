import type { RequestHandler } from 'express';
import { newId } from '../../../crypto/newId';
import { sha256 } from '../../../crypto/sha256';
import {
  parseStkCallback,
  stkCallbackSchema,
  type StkCallback,
} from '../../../daraja/inbound/stkCallback';
import { isSameFact } from '../../../domain/evidence/evidence';
import type { CallbackNotice } from '../../../domain/evidence/notice';
import { isOfAnotherPush, namesAnotherHandle } from '../../../domain/payment/admission';
import { isTokenOf, type Payment, type Push } from '../../../domain/payment/payment';
import { isOpen } from '../../../domain/payment/state';
import { isId, type PaymentId } from '../../../domain/values/ids';
import { paymentOwner } from '../../../domain/values/owner';
import type { Arrival } from '../../../store/inbox/inbox';
import { redactBySchema } from '../../../telemetry/redaction/redactBySchema';
import type { ApiDependencies } from '../../dependencies';
import { AppError } from '../../http/errors';
import { noSuchPath } from '../../http/middleware/errorHandler';
import { contextOf } from '../../http/middleware/requestContext';
import { parseCallbackJson, readCallbackBody, type CallbackBody } from '../callbackBody';
import { ACKNOWLEDGED, receive } from '../receive';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * `POST /callbacks/stk/:paymentId/:token`: what Safaricom says of a push, kept before it is acted
 * on. With a true token it is kept whatever it holds: what cannot be read wakes the workflow to ask
 * Safaricom at once, and a person is shown it.
 */
export function stkCallback(deps: ApiDependencies): RequestHandler {
  return async (request, response) => {
    const { paymentId, tokenHash } = parseAddress(request.params);
    const { logged } = contextOf(request);
    logged['paymentId'] = paymentId;
    const found = await findPush(deps, paymentId, tokenHash);
    const body = await readCallbackBody(request);
    const json = parseCallbackJson(body, request.headers['content-encoding'] ?? '');
    const callback = parseStkCallback(json);
    logged['callback'] = redactBySchema(stkCallbackSchema, json);
    const came = { paymentId, tokenHash, found, body, callback };
    deps.report.callbackReceived(await take(deps, came), { paymentId });
    if (body.isTooLarge) throw tooLarge();
    response.status(200).json(ACKNOWLEDGED);
  };
}

interface Came {
  readonly paymentId: PaymentId;
  readonly tokenHash: string;
  readonly found: Found | null;
  readonly body: CallbackBody;
  readonly callback: StkCallback | null;
}

/** Keeps it, and wakes the workflow where it may be new to it. */
async function take(deps: ApiDependencies, came: Came) {
  const { paymentId, tokenHash, found, body, callback } = came;
  const evidence = evidenceOf(body, callback);
  const checkoutRequestId = callback?.checkoutRequestId ?? null;
  const isForeign = found !== null && isOfAnotherPush(found.push, { tokenHash, checkoutRequestId });
  const sealedCheckoutRequestId =
    checkoutRequestId === null ? null : deps.store.inbox.sealHandle(checkoutRequestId);
  const row: Arrival | null = found && {
    callbackId: evidence.callbackId,
    owner: paymentOwner(paymentId),
    source: 'stk_callback',
    rawBody: body.bytes,
    evidence: isForeign ? null : evidence,
    setAsideReason: isForeign ? 'other_checkout_request' : null,
    sealedCheckoutRequestId,
    receivedAtMs: evidence.atMs,
  };
  const isRepeated = found !== null && isKnown(found, evidence, checkoutRequestId);
  if (row && (isForeign || isRepeated)) {
    await deps.store.inbox.keep(row);
    return isForeign ? 'set_aside' : 'repeated';
  }
  const notice = {
    kind: 'callback',
    evidence,
    callbackTokenHash: tokenHash,
    sealedCheckoutRequestId,
  } as const;
  const isDecided = found !== null && !isOpen(found.payment.state);
  await receive(deps, { callbackId: evidence.callbackId, paymentId, notice, row, isDecided });
  return callback === null ? 'unreadable' : 'accepted';
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
  readonly push: Push;
}

/**
 * The push that the token belongs to. Null when the store is unavailable: the workflow then checks
 * the token itself, so that the one delivery of this callback is not lost.
 */
async function findPush(
  deps: ApiDependencies,
  paymentId: PaymentId,
  tokenHash: string,
): Promise<Found | null> {
  let payment: Payment | null;
  try {
    payment = await deps.store.payments.find(paymentId);
  } catch (err) {
    deps.log.error({ err, paymentId }, 'the store is unavailable; signalling unchecked');
    return null;
  }
  const push = payment?.push ?? null;
  if (!payment || !push || !isTokenOf(push, tokenHash)) throw noSuchPath();
  return { payment, push };
}

function evidenceOf(body: CallbackBody, callback: StkCallback | null): CallbackNotice['evidence'] {
  const seen = {
    evidenceId: newId('evidence'),
    callbackId: newId('callback'),
    atMs: Date.now(),
  };
  if (callback === null) {
    return { ...seen, kind: 'unreadable_callback', bodySha256: sha256(body.bytes) };
  }
  const { resultCode, amountCents, receipt, paidAtMs } = callback;
  return { ...seen, kind: 'callback', resultCode, amountCents, receipt, paidAtMs };
}

/** Judged already, and asked about by the same handle: a repeat need not wake the workflow. */
function isKnown(
  { payment, push }: Found,
  evidence: CallbackNotice['evidence'],
  checkoutRequestId: string | null,
): boolean {
  const isNewHandle = namesAnotherHandle(push, checkoutRequestId);
  return !isNewHandle && payment.evidence.some((known) => isSameFact(known, evidence));
}

function tooLarge(): AppError {
  return new AppError(
    'body_too_large',
    {
      publicMessage: 'The body is larger than a callback can be.',
      remedy: 'Send the body that Daraja documents for this callback.',
    },
    // The rest of the body was not read, so nothing else can follow on this connection.
    { Connection: 'close' },
  );
}

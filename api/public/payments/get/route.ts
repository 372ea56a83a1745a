import type { Request, RequestHandler } from 'express';
import { AppError } from '../../../http/errors';
import { isId, type MerchantId, type PaymentId } from '../../../../domain/values/ids';
import type { Payment } from '../../../../domain/payment/payment';
import { OUTCOMES } from '../../../../store/payments/outcomeFeed';
import { merchantOf } from '../../../http/middleware/authenticate';
import { contextOf } from '../../../http/middleware/requestContext';
import type { ApiDependencies } from '../../../dependencies';
import { presentPayment } from '../presentPayment';
import { invalidField } from '../../../http/problem';

const MAX_WAIT_SECONDS = 60;
/** Should the change feed be down, a waiting request looks by itself this often. */
const LOOK_AGAIN_MS = 2_000;

/** `GET /v1/payments/:id?waitSeconds=`: the payment now, or as soon as its outcome is known. */
export function getPayment(deps: ApiDependencies): RequestHandler {
  return async (request, response) => {
    const merchantId = merchantOf(request);
    const waitMs = parseWaitSeconds(request.query['waitSeconds']) * 1000;
    const paymentId = parsePaymentId(request.params['paymentId']);
    contextOf(request).logged['paymentId'] = paymentId;
    const payment = await awaitOutcome(deps, { merchantId, paymentId, waitMs, request });
    response.json(presentPayment(payment));
  };
}

interface Waiting {
  readonly merchantId: MerchantId;
  readonly paymentId: PaymentId;
  readonly waitMs: number;
  readonly request: Request;
}

async function awaitOutcome(deps: ApiDependencies, waiting: Waiting): Promise<Payment> {
  const { merchantId, paymentId, waitMs, request } = waiting;
  const deadlineMs = performance.now() + waitMs;
  for (;;) {
    const leftMs = deadlineMs - performance.now();
    // Listening begins before the look, so that a change between the two is not missed.
    const change =
      leftMs > 0 ? deps.outcomes.nextOutcome(paymentId, Math.min(leftMs, LOOK_AGAIN_MS)) : null;
    const payment = await deps.store.payments.findForMerchant(merchantId, paymentId);
    if (!payment) throw noSuchPayment();
    const isOver = request.destroyed || deps.stopping?.aborted === true;
    if (change === null || hasOutcome(payment) || isOver) return payment;
    await change;
  }
}

function hasOutcome({ state }: Payment): boolean {
  return OUTCOMES.some((outcome) => outcome === state);
}

function parsePaymentId(text: unknown): PaymentId {
  if (typeof text === 'string' && isId('payment', text)) return text;
  throw noSuchPayment();
}

/** One answer for what never was and for another merchant's: nobody learns which. */
function noSuchPayment(): AppError {
  return new AppError('not_found', {
    publicMessage: 'No such payment.',
    remedy: 'Use the id that creating the payment returned.',
  });
}

function parseWaitSeconds(text: unknown): number {
  if (text === undefined) return 0;
  const seconds = typeof text === 'string' && /^\d{1,2}$/.test(text) ? Number(text) : Infinity;
  if (seconds <= MAX_WAIT_SECONDS) return seconds;
  throw invalidField({
    field: 'waitSeconds',
    rule: `must be a whole number from 0 to ${MAX_WAIT_SECONDS}`,
    remedy: 'Ask again when the time is over.',
  });
}

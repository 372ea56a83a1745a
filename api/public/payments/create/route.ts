import type { RequestHandler } from 'express';
import { AppError } from '../../../http/errors';
import type { MerchantId } from '../../../../domain/values/ids';
import type { Payment } from '../../../../domain/payment/payment';
import type { ShortcodeNumber } from '../../../../domain/values/shortcode';
import { redactBySchema } from '../../../../telemetry/redaction/redactBySchema';
import { merchantOf } from '../../../http/middleware/authenticate';
import { contextOf } from '../../../http/middleware/requestContext';
import type { ApiDependencies } from '../../../dependencies';
import { presentPayment } from '../presentPayment';
import { engineError } from '../../../http/engineError';
import { invalidField } from '../../../http/problem';
import { InFlight } from './inFlight';
import { newPayment } from './newPayment';
import {
  createPaymentBody,
  parseCreatePayment,
  parseIdempotencyKey,
  type CreatePayment,
} from './schema';

/** `POST /v1/payments`: keeps the payment, starts its workflow, and answers before the prompt. */
export function createPayment(deps: ApiDependencies): RequestHandler {
  const inFlight = new InFlight();
  return async (request, response) => {
    const merchantId = merchantOf(request);
    const idempotencyKey = parseIdempotencyKey(request.headers['idempotency-key']);
    const { logged } = contextOf(request);
    logged['body'] = redactBySchema(createPaymentBody, request.body);
    const body = parseCreatePayment(request.body);
    const { payment, replayed } = await inFlight.hold(`${merchantId}\n${idempotencyKey}`, () =>
      accept(deps, { merchantId, idempotencyKey, body }),
    );
    logged['paymentId'] = payment.paymentId;
    if (replayed) response.set('Idempotent-Replayed', 'true');
    response
      .status(replayed ? 200 : 202)
      .location(`/v1/payments/${payment.paymentId}`)
      .json(presentPayment(payment));
  };
}

interface Accepting {
  readonly merchantId: MerchantId;
  readonly idempotencyKey: string;
  readonly body: CreatePayment;
}

async function accept(
  deps: ApiDependencies,
  { merchantId, idempotencyKey, body }: Accepting,
): Promise<{ payment: Payment; replayed: boolean }> {
  const created = newPayment(body, {
    merchantId,
    idempotencyKey,
    shortcode: await chooseShortcode(deps, merchantId, body.shortcode),
    nowMs: Date.now(),
    promptWithinMs: deps.timing.promptWithinMs,
  });
  const outcome = await deps.store.payments.insert(created);
  switch (outcome.kind) {
    case 'inserted':
      await start(deps, created.payment);
      return { payment: created.payment, replayed: false };
    case 'repeated':
      if (!outcome.sameRequest) throw keyReused();
      // The first request may have ended between keeping the payment and starting it.
      if (outcome.payment.state === 'created') await start(deps, outcome.payment);
      return { payment: outcome.payment, replayed: true };
    case 'reference_open':
      throw new AppError('reference_open', {
        publicMessage: `Payment ${outcome.paymentId ?? ''} with this reference may still be paid.`,
        field: 'reference',
        rule: 'may be used by one open payment at a time',
        remedy: 'Wait for its outcome; asking twice could charge the customer twice.',
      });
  }
}

async function start(deps: ApiDependencies, payment: Payment): Promise<void> {
  try {
    await deps.engine.start(payment);
  } catch (cause) {
    throw engineError(cause);
  }
}

async function chooseShortcode(
  { store }: ApiDependencies,
  merchantId: MerchantId,
  wanted: ShortcodeNumber | undefined,
): Promise<ShortcodeNumber> {
  const merchant = await store.merchants.find(merchantId);
  const number = wanted ?? (merchant?.defaultShortcode as ShortcodeNumber | undefined);
  const shortcode = number === undefined ? null : await store.shortcodes.find(number);
  if (shortcode !== null && shortcode.merchantId === merchantId) return shortcode.shortcode;
  throw invalidField({
    field: 'shortcode',
    rule: 'must be one of your shortcodes',
    remedy: 'Leave it out to use your default shortcode.',
  });
}

function keyReused(): AppError {
  return new AppError('idempotency_key_reused', {
    publicMessage: 'This Idempotency-Key was used for a request with another body.',
    field: 'Idempotency-Key',
    rule: 'names one request for ever',
    remedy: 'Send the first body again, or a fresh key for a new payment.',
  });
}

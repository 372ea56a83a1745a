import type { RequestHandler } from 'express';
import { AppError } from '../../../http/errors';
import type { MerchantId } from '../../../../domain/values/ids';
import type { Payment } from '../../../../domain/payment/payment';
import { isOpen } from '../../../../domain/payment/state';
import type { ShortcodeNumber } from '../../../../domain/values/shortcode';
import type { Shortcode } from '../../../../store/merchants/shortcodes';
import type { Repeat } from '../../../../store/payments/payments';
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

interface Accepted {
  readonly payment: Payment;
  readonly replayed: boolean;
}

async function accept(
  deps: ApiDependencies,
  { merchantId, idempotencyKey, body }: Accepting,
): Promise<Accepted> {
  const { shortcode, isDefault } = await chooseShortcode(deps, merchantId, body.shortcode);
  const created = newPayment(body, {
    merchantId,
    idempotencyKey,
    shortcode: shortcode.shortcode,
    isDefaultShortcode: isDefault,
    nowMs: Date.now(),
    promptWithinMs: deps.timing.promptWithinMs,
    phoneHash: (phone) => deps.store.payments.phoneHash(phone),
  });
  const fault = deps.allowPlainHttp ? null : shortcodeFault(shortcode);
  if (fault !== null) {
    // What was taken before the shortcode became unusable stays the answer to its repeats.
    const known = await deps.store.payments.findRepeat(created);
    if (known !== null) return replay(deps, known);
    throw unusable(shortcode.shortcode, fault);
  }
  const inserted = await deps.store.payments.insert(created);
  switch (inserted.kind) {
    case 'inserted':
      await start(deps, created.payment);
      return { payment: created.payment, replayed: false };
    case 'repeated':
      return replay(deps, inserted);
    case 'reference_open':
      throw new AppError('reference_open', {
        publicMessage: `Payment ${inserted.paymentId ?? ''} with this reference may still be paid.`,
        field: 'reference',
        rule: 'must not be used by two open payments at a time',
        remedy: 'Wait for its outcome; asking twice could charge the customer twice.',
      });
  }
}

/**
 * Answers a repeat with the payment that there is. One that is still open is woken: its workflow
 * may have been lost, and starting one that runs changes nothing.
 */
async function replay(deps: ApiDependencies, repeat: Repeat): Promise<Accepted> {
  const { payment, sameRequest } = repeat;
  if (!sameRequest) throw keyReused();
  if (isOpen(payment.state)) await start(deps, payment);
  return { payment, replayed: true };
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
): Promise<{ shortcode: Shortcode; isDefault: boolean }> {
  const merchant = await store.merchants.find(merchantId);
  const byDefault = merchant?.defaultShortcode as ShortcodeNumber | undefined;
  const number = wanted ?? byDefault;
  const shortcode = number === undefined ? null : await store.shortcodes.find(number);
  if (shortcode !== null && shortcode.merchantId === merchantId) {
    return { shortcode, isDefault: shortcode.shortcode === byDefault };
  }
  throw invalidField({
    field: 'shortcode',
    rule: 'must be one of your shortcodes',
    remedy: 'Leave it out to use your default shortcode.',
  });
}

/** Why payments cannot be asked for with a shortcode; found later, nobody could say what left. */
function shortcodeFault({ baseUrl }: Shortcode): string | null {
  return baseUrl.startsWith('https://') ? null : 'its base URL is not https';
}

function unusable(shortcode: ShortcodeNumber, fault: string): AppError {
  return new AppError('shortcode_unusable', {
    publicMessage: `Shortcode ${shortcode} cannot take payments: ${fault}.`,
    field: 'shortcode',
    rule: 'must be set up with credentials and an https base URL',
    remedy: 'Ask the operator of Hakika to correct the settings of the shortcode.',
  });
}

function keyReused(): AppError {
  return new AppError('idempotency_key_reused', {
    publicMessage: 'This Idempotency-Key was used for a request with another body.',
    field: 'Idempotency-Key',
    rule: 'must not be reused for a different request',
    remedy: 'Send the first body again, or a fresh key for a new payment.',
  });
}

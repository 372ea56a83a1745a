import type { AppError, ErrorDetail } from '../../../http/errors';
import type { MerchantId } from '../../../../domain/values/ids';
import type { Payment } from '../../../../domain/payment/payment';
import { keyReaches, modeOfBaseUrl, type KeyMode } from '../../../../domain/merchant/mode';
import { isOpen } from '../../../../domain/payment/state';
import type { ShortcodeNumber } from '../../../../domain/values/shortcode';
import type { Shortcode } from '../../../../store/merchants/shortcodes';
import type { Repeat } from '../../../../store/payments/payments';
import { operation } from '../../../contract/operation';
import type { ApiDependencies } from '../../../dependencies';
import { engineError } from '../../../http/engineError';
import { invalidField } from '../../../http/problem';
import { presentPayment } from '../presentPayment';
import { createPaymentContract, type CreatePayment } from './contract';
import { InFlight } from './inFlight';
import { newPayment } from './newPayment';

const { refuse } = createPaymentContract;

/** Keeps the payment, starts its workflow, and answers before the prompt. */
export const createPayment = operation(createPaymentContract)((deps) => {
  const inFlight = new InFlight();
  return async ({ headers, body, principal, log }) => {
    const { merchantId, mode } = principal;
    const idempotencyKey = headers['Idempotency-Key'];
    const { payment, replayed } = await inFlight.hold(`${merchantId}\n${idempotencyKey}`, () =>
      accept(deps, { merchantId, mode, idempotencyKey, body }),
    );
    log({ paymentId: payment.paymentId });
    const answer = {
      headers: { Location: `/v1/payments/${payment.paymentId}` },
      body: presentPayment(payment),
    };
    if (!replayed) return { status: 202, ...answer };
    const headersOfRepeat = { ...answer.headers, 'Idempotent-Replayed': 'true' };
    return { status: 200, ...answer, headers: headersOfRepeat };
  };
});

interface Accepting {
  readonly merchantId: MerchantId;
  readonly mode: KeyMode;
  readonly idempotencyKey: string;
  readonly body: CreatePayment;
}

interface Accepted {
  readonly payment: Payment;
  readonly replayed: boolean;
}

async function accept(
  deps: ApiDependencies,
  { merchantId, mode, idempotencyKey, body }: Accepting,
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
  const fault = shortcodeFault(shortcode, mode, deps);
  if (fault !== null) {
    // What was taken before the shortcode became unusable stays the answer to its repeats.
    const known = await deps.store.payments.findRepeat(created);
    if (known !== null) return replay(deps, known);
    throw refuse('shortcode_unusable', fault);
  }
  const inserted = await deps.store.payments.insert(created);
  switch (inserted.kind) {
    case 'inserted':
      await start(deps, created.payment);
      return { payment: created.payment, replayed: false };
    case 'repeated':
      return replay(deps, inserted);
    case 'reference_open':
      throw refuse('reference_open', {
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
  const byDefault = (merchant?.defaultShortcode ?? undefined) as ShortcodeNumber | undefined;
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
function shortcodeFault(
  { shortcode, baseUrl }: Shortcode,
  key: KeyMode,
  { allowPlainHttp }: ApiDependencies,
): ErrorDetail | null {
  const mode = modeOfBaseUrl(baseUrl);
  if (!keyReaches(key, mode)) {
    return {
      publicMessage: `Shortcode ${shortcode} is ${mode}, and this is a ${key} key.`,
      field: 'shortcode',
      rule: `must be ${key === 'live' ? 'live' : 'simulated or of the sandbox'} for a ${key} key`,
      remedy: 'Use a key of the mode that the shortcode has, or another shortcode.',
    };
  }
  if (allowPlainHttp || baseUrl.startsWith('https://')) return null;
  return {
    publicMessage: `Shortcode ${shortcode} cannot take payments: its base URL is not https.`,
    field: 'shortcode',
    rule: 'must have credentials and an https base URL',
    remedy: 'Ask the operator of Hakika to correct the settings of the shortcode.',
  };
}

function keyReused(): AppError {
  return refuse('idempotency_key_reused', {
    publicMessage: 'This Idempotency-Key was used for a request with another body.',
    field: 'Idempotency-Key',
    rule: 'must not be reused for a different request',
    remedy: 'Send the first body again, or a fresh key for a new payment.',
  });
}

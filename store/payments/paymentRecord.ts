import { z } from 'zod';
import { holdsReference, type Payment } from '../../domain/payment/payment';
import { PAYMENT_STATES } from '../../domain/payment/state';
import type { Keyring, Sealed } from '../../crypto/keyring';
import { CorruptPaymentError, corruption } from './corruptPayment';
import { paymentShape } from './paymentShape';
import { fromStored, toStored } from '../mongo/storedDates';

const CHECKOUT_PURPOSE = 'checkoutRequestId';

const sealedSchema = z.object({ keyId: z.string(), data: z.custom<Buffer>() });

const storedAttemptSchema = z.looseObject({
  checkoutRequest: z.object({ sealed: sealedSchema }).nullable().default(null),
});

const documentSchema = z.looseObject({
  _id: z.string(),
  state: z.enum(PAYMENT_STATES),
  requestHash: z.string(),
  phone: z.object({ sealed: sealedSchema, hash: z.string() }),
  attempts: z.array(storedAttemptSchema),
});

/**
 * The changing part of a payment's document.
 * @throws CorruptPaymentError when the payment could not be read back.
 */
export function toRecord(payment: Payment, keyring: Keyring): Record<string, unknown> {
  const shaped = paymentShape.safeParse(payment);
  if (!shaped.success) throw new CorruptPaymentError(corruption('payment', shaped.error));
  const { paymentId, attempts, ...rest } = payment;
  return {
    ...(toStored(rest) as Record<string, unknown>),
    _id: paymentId,
    open: holdsReference(payment),
    attempts: attempts.map(({ checkoutRequestId, ...attempt }) => ({
      ...(toStored(attempt) as Record<string, unknown>),
      checkoutRequest: checkoutRequestId && {
        sealed: keyring.seal(checkoutRequestId, CHECKOUT_PURPOSE),
        hash: keyring.lookupHash(checkoutRequestId, CHECKOUT_PURPOSE),
      },
    })),
  };
}

/**
 * What a write must set to turn one record into another: whole fields, and only those that differ,
 * so that neither the wire nor the indexes carry what stayed as it was.
 */
export function changedFields(
  before: Payment,
  after: Payment,
  keyring: Keyring,
): Record<string, unknown> {
  const fields = toRecord(after, keyring);
  const same = (Object.keys(after) as (keyof Payment)[]).filter(
    (name) => before[name] === after[name],
  );
  const kept = new Set<string>(same.map((name) => name.replace(/Ms$/, '')));
  if (before.state === after.state) kept.add('open');
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => name !== '_id' && !kept.has(name)),
  );
}

export interface PaymentRecord {
  readonly payment: Payment;
  readonly sealedPhone: Sealed;
  readonly requestHash: string;
}

/**
 * Reads a payment back from its document.
 * @throws CorruptPaymentError when it is not what this code writes.
 */
export function fromRecord(document: unknown, keyring: Keyring): PaymentRecord {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) throw new CorruptPaymentError(corruption('payment', parsed.error));
  const { _id, phone, requestHash, attempts, ...rest } = parsed.data;
  const payment = paymentShape.safeParse({
    ...(fromStored(rest) as Record<string, unknown>),
    paymentId: _id,
    attempts: attempts.map(({ checkoutRequest, ...attempt }) => ({
      ...(fromStored(attempt) as Record<string, unknown>),
      checkoutRequestId: checkoutRequest && openCheckout(checkoutRequest.sealed, keyring),
    })),
  });
  if (!payment.success) throw new CorruptPaymentError(corruption('payment', payment.error));
  return { payment: payment.data, sealedPhone: binary(phone.sealed), requestHash };
}

function openCheckout(sealed: Sealed, keyring: Keyring): string {
  return keyring.open(binary(sealed), CHECKOUT_PURPOSE).toString();
}

/** The driver hands binary back in its own wrapper. */
function binary(sealed: { keyId: string; data: Uint8Array | { buffer: Uint8Array } }): Sealed {
  const data = sealed.data instanceof Uint8Array ? sealed.data : sealed.data.buffer;
  return { keyId: sealed.keyId, data: Buffer.from(data) };
}

import type { MerchantId } from '../../../../domain/values/ids';
import { maskMsisdn } from '../../../../domain/values/msisdn';
import { beginPayment } from '../../../../domain/payment/payment';
import type { ShortcodeNumber } from '../../../../domain/values/shortcode';
import { newId } from '../../../../crypto/newId';
import type { NewPayment } from '../../../../store/payments/payments';
import type { CreatePayment } from './schema';

interface Circumstances {
  readonly merchantId: MerchantId;
  readonly shortcode: ShortcodeNumber;
  readonly idempotencyKey: string;
  readonly nowMs: number;
  readonly promptWithinMs: number;
}

/** A payment as it begins, from a merchant's request. */
export function newPayment(request: CreatePayment, given: Circumstances): NewPayment {
  const { merchantId, shortcode, idempotencyKey, nowMs } = given;
  const { amountKes, phone, reference, description = null } = request;
  const payment = beginPayment({
    paymentId: newId('payment'),
    merchantId,
    shortcode,
    amountKes,
    reference,
    description,
    phoneMasked: maskMsisdn(phone),
    createdAtMs: nowMs,
    promptBeforeAtMs: nowMs + given.promptWithinMs,
  });
  return { payment, phone, idempotencyKey, request: canonicalText(request) };
}

/** What makes two requests the same: what they mean, not how they were written. */
function canonicalText(request: CreatePayment): string {
  const { amountKes, phone, reference, description = '', shortcode = '' } = request;
  return JSON.stringify([amountKes, phone, reference, description, shortcode]);
}

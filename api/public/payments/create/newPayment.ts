import { newId } from '../../../../crypto/newId';
import { beginPayment } from '../../../../domain/payment/payment';
import type { MerchantId } from '../../../../domain/values/ids';
import { maskMsisdn, type Msisdn } from '../../../../domain/values/msisdn';
import type { ShortcodeNumber } from '../../../../domain/values/shortcode';
import type { NewPayment } from '../../../../store/payments/payments';
import type { CreatePayment } from './contract';

interface Circumstances {
  readonly merchantId: MerchantId;
  /** The shortcode that the request names, or the merchant's default where it names none. */
  readonly shortcode: ShortcodeNumber;
  readonly isDefaultShortcode: boolean;
  readonly idempotencyKey: string;
  readonly nowMs: number;
  readonly promptWithinMs: number;
  /** The keyed hash of a number. */
  readonly phoneHash: (phone: Msisdn) => string;
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
    phoneHash: given.phoneHash(phone),
    createdAtMs: nowMs,
    promptBeforeAtMs: nowMs + given.promptWithinMs,
  });
  return {
    payment,
    phone,
    idempotencyKey,
    request: canonicalText(request, request.shortcode),
    // To leave the default out and to name it is to ask for the same.
    sameRequests: given.isDefaultShortcode
      ? [canonicalText(request, undefined), canonicalText(request, shortcode)]
      : [],
  };
}

/** What makes two requests the same: what they mean, not how they were written. */
function canonicalText(request: CreatePayment, shortcode: ShortcodeNumber | undefined): string {
  const { amountKes, phone, reference, description = '' } = request;
  return JSON.stringify([amountKes, phone, reference, description, shortcode ?? '']);
}

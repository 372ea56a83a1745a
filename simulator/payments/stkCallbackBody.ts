import { compactTime } from '../eastAfricaTime';
import type { Settings } from '../settings';
import { Decimal, wireJson, type WireValue } from '../wireJson';
import type { ResultCode } from './resultCodes';

/** What a success callback says about the money. */
export interface CallbackMetadata {
  readonly amount: number | string;
  readonly receipt: string | undefined;
  readonly completedAtMs: number;
  readonly phone: string;
  readonly balanceCents: number;
}

/** The content of an STK callback. */
export interface StkCallback {
  readonly merchantRequestId: string;
  readonly checkoutRequestId: string;
  readonly resultCode: ResultCode;
  readonly resultDesc: string;
  /** Only a success has any; a failure has no CallbackMetadata key at all. */
  readonly metadata?: CallbackMetadata;
}

/**
 * The body POSTed to CallBackURL (Daraja: M-PESA Express, callback): ResultCode a number, Amount
 * with two decimals, a Balance item without Value, date and phone as numbers.
 */
export function stkCallbackBody(callback: StkCallback, balance: Settings['balanceItem']): string {
  const { metadata } = callback;
  return wireJson({
    Body: {
      stkCallback: {
        MerchantRequestID: callback.merchantRequestId,
        CheckoutRequestID: callback.checkoutRequestId,
        ResultCode: callback.resultCode,
        ResultDesc: callback.resultDesc,
        CallbackMetadata:
          metadata === undefined ? undefined : { Item: metadataItems(metadata, balance) },
      },
    },
  });
}

function metadataItems(
  metadata: CallbackMetadata,
  balance: Settings['balanceItem'],
): readonly WireValue[] {
  const { amount, receipt, phone } = metadata;
  return [
    ...(amount === ''
      ? []
      : [{ Name: 'Amount', Value: typeof amount === 'number' ? new Decimal(amount) : amount }]),
    ...(receipt === undefined ? [] : [{ Name: 'MpesaReceiptNumber', Value: receipt }]),
    ...balanceItem(metadata.balanceCents, balance),
    { Name: 'TransactionDate', Value: Number(compactTime(metadata.completedAtMs)) },
    { Name: 'PhoneNumber', Value: /^\d+$/.test(phone) ? Number(phone) : phone },
  ];
}

function balanceItem(balanceCents: number, shape: Settings['balanceItem']): WireValue[] {
  if (shape === 'absent') return [];
  if (shape === 'valueless') return [{ Name: 'Balance' }];
  const shillings = (balanceCents / 100).toFixed(2);
  const sum = `CurrencyCode=KES, MinimumAmount=${balanceCents}, BasicAmount=${shillings}`;
  return [{ Name: 'Balance', Value: `{Amount={${sum}}}` }];
}

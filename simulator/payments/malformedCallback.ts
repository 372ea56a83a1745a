import type { DeliveryFault } from '../faults/faultSchema';
import { maskMsisdn } from '../masking';
import type { Settings } from '../settings';
import { stkCallbackBody, type StkCallback } from './stkCallbackBody';

type MalformedFault = Extract<DeliveryFault, { kind: 'callback_malformed' }>;

/** A body as it is sent, with its type where that is not JSON. */
export interface Written {
  readonly body: string;
  readonly contentType?: string;
}

/** Writes a callback the wrong way round that a fault asks for. */
export function malform(
  callback: StkCallback,
  fault: MalformedFault,
  balance: Settings['balanceItem'],
): Written {
  const spoilt = spoiltText(stkCallbackBody(callback, balance), fault.variant);
  return spoilt ?? { body: stkCallbackBody(altered(callback, fault), balance) };
}

/** The variants that spoil a body of any kind; undefined for the others. */
export function spoiltText(body: string, variant: MalformedFault['variant']): Written | undefined {
  switch (variant) {
    case 'html':
      return { body: '<html><body>Service Unavailable</body></html>', contentType: 'text/html' };
    case 'empty':
      return { body: '' };
    case 'truncated_json':
      return { body: body.slice(0, Math.floor(body.length / 2)) };
    default:
      return undefined;
  }
}

function altered(callback: StkCallback, fault: MalformedFault): StkCallback {
  const { metadata, ...withoutMetadata } = callback;
  if (fault.variant === 'foreign_checkout_id') {
    const { checkoutRequestId } = callback;
    // The time is moved by one digit: the right shape, but an id nobody was given.
    const foreign = checkoutRequestId.replace(/^ws_CO_(\d)/, (_, digit: string) =>
      digit === '0' ? 'ws_CO_9' : 'ws_CO_0',
    );
    return { ...callback, checkoutRequestId: foreign };
  }
  if (fault.variant === 'string_codes') {
    return { ...callback, resultCode: String(callback.resultCode) };
  }
  if (metadata === undefined) return callback;
  switch (fault.variant) {
    case 'missing_metadata':
      return withoutMetadata;
    case 'missing_receipt':
      return { ...callback, metadata: { ...metadata, receipt: undefined } };
    case 'missing_amount':
      return { ...callback, metadata: { ...metadata, amount: '' } };
    case 'string_amount':
      return { ...callback, metadata: { ...metadata, amount: `${metadata.amount}.00` } };
    case 'amount_altered':
      return { ...callback, metadata: { ...metadata, amount: alteredAmount(metadata, fault) } };
    case 'masked_phone':
      return { ...callback, metadata: { ...metadata, phone: maskMsisdn(metadata.phone) } };
    default:
      return callback;
  }
}

function alteredAmount(metadata: { amount: number | string }, fault: MalformedFault): number {
  return fault.amountKes ?? Number(metadata.amount) + 1;
}

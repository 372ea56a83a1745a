import type { Payment } from '../../domain/payment/payment';
import type { PaymentId } from '../../domain/values/ids';
import type { PaymentDependencies } from './dependencies';
import { loadPayment } from './loadPayment';

/** Other writers were first several times in a row. Nothing is lost: the engine tries again. */
export class StorageContentionError extends Error {
  override readonly name = 'StorageContentionError';

  constructor(readonly paymentId: string) {
    super(`Payment ${paymentId} was written by others too often; it will be tried again.`);
  }
}

/** What an earlier try of the same change has run into. */
export interface Clashes {
  /** Another owner holds the receipt. */
  readonly receiptTaken: boolean;
  /** Another payment holds the handle by which Safaricom is asked. */
  readonly handleTaken: boolean;
}

/** The payment as it is to become, the same object where nothing changes, and what to answer. */
export interface Change<Result> {
  readonly after: Payment;
  readonly result: Result;
}

const MAX_TRIES = 5;

/**
 * Changes a payment by compare-and-set, again from the stored payment for as long as others were
 * first. `held` is a copy that the caller has already: the write notices when it is out of date,
 * and a change that comes to nothing is looked at again on the stored payment.
 * @throws StorageContentionError when others kept writing first; retry it.
 */
export async function changePayment<Result>(
  deps: PaymentDependencies,
  { paymentId, held }: { readonly paymentId: PaymentId; readonly held: Payment | null },
  change: (before: Payment, clashes: Clashes) => Promise<Change<Result>>,
): Promise<Result> {
  let clashes: Clashes = { receiptTaken: false, handleTaken: false };
  let copy = held;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = copy ?? (await loadPayment(deps, paymentId));
    const { after, result } = await change(before, clashes);
    const isStored = copy === null;
    copy = null;
    if (after === before) {
      if (isStored) return result;
      continue;
    }
    const written = await deps.store.payments.replace(before, after);
    if (written === 'stored') {
      if (after.state !== before.state) deps.report.paymentReached(paymentId, after.state);
      return result;
    }
    clashes = {
      receiptTaken: clashes.receiptTaken || written === 'receipt_taken',
      handleTaken: clashes.handleTaken || written === 'checkout_request_taken',
    };
  }
  throw new StorageContentionError(paymentId);
}

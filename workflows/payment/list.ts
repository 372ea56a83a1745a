import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { PaymentProgress } from '../../activities/payment/paymentProgress';
import { searchAttributes } from '../searchAttributes';

/**
 * Keeps what operators list payments by. An open payment is listed as awaiting its customer from
 * the start, so that a happy one pays for one change only, at its end.
 */
export function listAs(progress: PaymentProgress): void {
  const { state, failureCode, receipt, needsAttention } = progress;
  const listed = workflowInfo().typedSearchAttributes;
  const isOpenStill = state === 'awaiting_customer' || state === 'verifying';
  const isSame =
    (isOpenStill || listed.get(searchAttributes.paymentStatus) === state) &&
    (listed.get(searchAttributes.needsAttention) ?? false) === needsAttention;
  if (isSame) return;
  upsertSearchAttributes([
    // A run that a late callback started knows its payment by id alone until now.
    { key: searchAttributes.merchantId, value: progress.merchantId },
    { key: searchAttributes.shortcode, value: progress.shortcode },
    { key: searchAttributes.paymentStatus, value: isOpenStill ? 'awaiting_customer' : state },
    { key: searchAttributes.failureCode, value: failureCode },
    { key: searchAttributes.receipt, value: receipt },
    { key: searchAttributes.needsAttention, value: needsAttention },
  ]);
}

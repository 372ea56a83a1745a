import type { PaymentProgress } from '../../activities/payment/paymentProgress';

/** What a payment is waiting for, for an operator who reads its page in the Temporal UI. */
export function describeProgress(progress: PaymentProgress): string {
  switch (progress.state) {
    case 'created':
      return 'Waiting to send the prompt.';
    case 'prompting':
    case 'awaiting_customer':
      return 'Waiting for the customer to answer the prompt, and for M-Pesa to call back.';
    case 'verifying':
      return 'Waiting for Safaricom to confirm the outcome.';
    case 'unresolved':
      return progress.next?.read === 'inbox'
        ? 'Outcome unknown, and no handle to ask by: waiting for a late callback.'
        : 'Outcome unknown: waiting to ask Safaricom again.';
    case 'needs_review':
      return 'Needs review: the evidence does not agree. A person must decide.';
    case 'succeeded':
      return `Succeeded (${progress.grade}), receipt ${progress.receipt ?? 'to follow'}.`;
    case 'failed':
      return `Failed: ${progress.failureCode ?? 'unknown'}.`;
  }
}

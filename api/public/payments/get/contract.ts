import { z } from 'zod';
import { err, ok } from '../../../../domain/values/result';
import { defineContract } from '../../../contract/contract';
import { field } from '../../../contract/field';
import { paymentIdField } from '../../../contract/idField';
import { paymentSchema } from '../paymentSchema';

const MAX_WAIT_SECONDS = 60;

const waitSeconds = field<number>(
  // Coerced, since a query is text: so a log shows it as it came.
  z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_WAIT_SECONDS)
    .meta({
      description:
        `Wait up to so many seconds, ${MAX_WAIT_SECONDS} at most, and answer as soon as the ` +
        'payment is `succeeded`, `failed` or `needs_review`. Without it the answer comes at once.',
      examples: [30],
    }),
  (text) => {
    const seconds = typeof text === 'string' && /^\d{1,2}$/.test(text) ? Number(text) : Infinity;
    if (seconds <= MAX_WAIT_SECONDS) return ok(seconds);
    return err({
      field: 'waitSeconds',
      rule: `must be a whole number from 0 to ${MAX_WAIT_SECONDS}`,
      remedy: 'Ask again when the time is over.',
    });
  },
);

export const getPaymentContract = defineContract({
  operationId: 'getPayment',
  method: 'get',
  path: '/v1/payments/{paymentId}',
  tag: 'Payments',
  summary: 'Look at a payment, or wait for its outcome',
  description: 'Shows one payment of yours as it is now, with all that happened to it.',
  role: 'read',
  params: z.strictObject({ paymentId: paymentIdField }),
  query: z.strictObject({ waitSeconds: waitSeconds.optional() }),
  answers: {
    200: { description: 'The payment.', schema: paymentSchema },
  },
  errors: {
    not_found: 'There is no payment of yours with this id.',
  },
});

import { z } from 'zod';
import { isId, type PaymentId } from '../../../../domain/values/ids';
import { err, ok } from '../../../../domain/values/result';
import { defineContract } from '../../../contract/contract';
import { field } from '../../../contract/field';
import { AppError } from '../../../http/errors';
import { paymentSchema } from '../paymentSchema';

const MAX_WAIT_SECONDS = 60;

/** One answer for what never was and for another merchant's: nobody learns which. */
export const NO_SUCH_PAYMENT = {
  publicMessage: 'No such payment.',
  remedy: 'Use the id that creating the payment returned.',
};

const paymentId = field<PaymentId>(
  z.string().meta({
    description: 'The id that creating the payment returned.',
    examples: ['pay_01kaqq00000000000000000001'],
  }),
  (value) => {
    if (typeof value === 'string' && isId('payment', value)) return ok(value);
    return err({ field: 'paymentId', rule: 'must be the id of a payment', remedy: '' });
  },
  () => new AppError('not_found', NO_SUCH_PAYMENT),
);

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
  params: z.strictObject({ paymentId }),
  query: z.strictObject({ waitSeconds: waitSeconds.optional() }),
  answers: {
    200: { description: 'The payment.', schema: paymentSchema },
  },
  errors: {
    not_found: 'There is no payment of yours with this id.',
  },
});

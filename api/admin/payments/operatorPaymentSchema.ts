import { z } from 'zod';
import type { Payment } from '../../../domain/payment/payment';
import { listSchema } from '../../contract/listFields';
import { paymentSchema } from '../../public/payments/paymentSchema';
import { presentPayment } from '../../public/payments/presentPayment';

/** A payment as operators see it: what its merchant sees, and whose it is. */
export const operatorPaymentSchema = z
  .strictObject({
    ...paymentSchema.shape,
    merchantId: z.string().meta({ description: 'Whose payment it is.' }),
    needsAttention: z.boolean().meta({
      description: 'Whether the evidence holds a discrepancy that a person should look at.',
    }),
  })
  .meta({ id: 'OperatorPayment', description: 'A payment, with its merchant.' });

export const operatorPaymentListSchema = listSchema(
  operatorPaymentSchema,
  'OperatorPaymentList',
  'A page of payments, newest first.',
);

export function presentForOperator(payment: Payment): z.infer<typeof operatorPaymentSchema> {
  const { merchantId, needsAttention } = payment;
  return { ...presentPayment(payment), merchantId, needsAttention };
}

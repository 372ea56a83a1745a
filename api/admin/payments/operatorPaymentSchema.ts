import { z } from 'zod';
import { REVIEW_DECISIONS } from '../../../domain/evidence/evidence';
import type { Payment } from '../../../domain/payment/payment';
import { PROPOSAL_LIFE_MS, standingProposal } from '../../../domain/payment/review';
import { PAYMENT_STEPS } from '../../../domain/payment/state';
import { moment } from '../../contract/openapi/marks';
import { listSchema } from '../../contract/listFields';
import { paymentSchema } from '../../public/payments/paymentSchema';
import { presentPayment } from '../../public/payments/presentPayment';

const proposal = z.strictObject({
  decision: z.enum(REVIEW_DECISIONS),
  receipt: z.string().nullable(),
  operatorId: z.string().meta({ description: 'Who proposed it. Another operator must agree.' }),
  at: moment,
  lapsesAt: moment.meta({ description: 'Then it counts no more.' }),
});

const instruction = z.strictObject({
  at: moment,
  step: z.enum(PAYMENT_STEPS).meta({ description: 'What was done.' }),
  operatorId: z.string().meta({ description: 'By whose word.' }),
  reason: z.string().meta({ description: 'Why, with phone numbers masked.' }),
});

/** A payment as operators see it: what its merchant sees, and whose it is. */
export const operatorPaymentSchema = z
  .strictObject({
    ...paymentSchema.shape,
    merchantId: z.string().meta({ description: 'Whose payment it is.' }),
    needsAttention: z.boolean().meta({
      description: 'Whether the evidence holds a discrepancy that a person should look at.',
    }),
    proposal: proposal.nullable().meta({
      description: 'A decision that waits for a second operator.',
    }),
    instructions: z.array(instruction).meta({
      description: 'What operators had done with it, oldest first; its merchant does not see it.',
    }),
  })
  .meta({ id: 'OperatorPayment', description: 'A payment, with its merchant.' });

export const operatorPaymentListSchema = listSchema(
  operatorPaymentSchema,
  'OperatorPaymentList',
  'A page of payments, newest first.',
);

export function presentForOperator(payment: Payment): z.infer<typeof operatorPaymentSchema> {
  const { merchantId, needsAttention, history } = payment;
  const instructions = history.flatMap(({ atMs, step, by }) =>
    by ? [{ at: isoOf(atMs), step, operatorId: by.operatorId, reason: by.reason }] : [],
  );
  const proposed = presentProposal(payment);
  return {
    ...presentPayment(payment),
    ...{ merchantId, needsAttention, proposal: proposed, instructions },
  };
}

function presentProposal(payment: Payment): z.infer<typeof proposal> | null {
  const standing = standingProposal(payment, Date.now());
  if (standing === null) return null;
  const { decision, receipt, operatorId, atMs } = standing;
  const lapsesAt = isoOf(atMs + PROPOSAL_LIFE_MS);
  return { decision, receipt, operatorId, at: isoOf(atMs), lapsesAt };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

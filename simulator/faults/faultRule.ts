import { z } from 'zod';
import { defaultOperation, strikableOperations } from './faultOperations';
import { faultSchema } from './faultSchema';
import { operations } from './operations';

/** What POST /control/faults takes: a fault, and an operation that it can strike. */
export const faultRuleSchema = z
  .strictObject({
    match: z
      .strictObject({
        operation: z.enum(operations).optional(),
        msisdn: z.string().min(1).optional(),
        amountKes: z.int().optional(),
        shortcode: z.string().min(1).optional(),
      })
      .default({}),
    fault: faultSchema,
    /** How often it strikes; without it, until it is deleted. */
    times: z.int().min(1).optional(),
  })
  .superRefine(({ match, fault }, context) => {
    const operation = match.operation ?? defaultOperation(fault);
    const strikable = strikableOperations(fault);
    if (strikable.includes(operation)) return;
    const variant = 'variant' in fault ? ` (${fault.variant})` : '';
    context.addIssue({
      code: 'custom',
      path: ['match', 'operation'],
      message: `${fault.kind}${variant} never strikes ${operation}, only ${strikable.join(', ')}`,
    });
  });

export type FaultRule = z.infer<typeof faultRuleSchema>;

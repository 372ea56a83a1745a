import { z } from 'zod';
import { PAYMENT_STATES, PAYMENT_STEPS } from '../../../domain/payment/state';
import { EVIDENCE_SAYS, type EvidenceView } from '../../../domain/payment/evidenceView';
import type { PaymentView } from '../../../domain/payment/view';
import { EVIDENCE_KINDS, type Grade } from '../../../domain/evidence/evidence';
import { FAILURES, type FailureCode } from '../../../domain/values/failures';
import { extensible, moment } from '../../contract/openapi/marks';

const GRADES = [
  'reported',
  'reviewed',
  'corroborated',
  'settled',
] as const satisfies readonly Grade[];
const FAILURE_CODES = Object.keys(FAILURES) as FailureCode[];

const failure = z.strictObject({
  code: extensible(z.enum(FAILURE_CODES)).meta({
    description: 'Stable. New codes may come: go by `retry` for those that you do not know.',
  }),
  message: z.string().meta({ description: 'For you, in English.' }),
  customerMessage: z
    .strictObject({ en: z.string(), sw: z.string() })
    .meta({ description: 'For the customer, in English and Swahili.' }),
});

const retry = z.strictObject({
  safe: z.union([z.boolean(), z.literal('unknown')]).meta({
    description:
      'Whether a new payment for the same thing is safe. Where it is `unknown`, the customer ' +
      'may still be charged for this one: wait for its outcome.',
  }),
  notBefore: moment.nullable().meta({ description: 'A retry before this would be refused.' }),
  reason: z.string(),
});

const waiting = z.strictObject({
  for: extensible(z.enum(['phone'])).meta({
    description: "`phone`: another prompt is open on it, yours or anybody's.",
  }),
  until: moment.meta({ description: 'Then it fails with `phone_busy`, and prompts nobody.' }),
});

const timelineEntry = z.strictObject({
  at: moment,
  step: extensible(z.enum(PAYMENT_STEPS)).meta({ description: 'What happened.' }),
  state: z.enum(PAYMENT_STATES).meta({ description: 'The state after it.' }),
  detail: z.string().nullable(),
});

const evidenceItem = z.strictObject({
  at: moment.meta({ description: 'When Hakika learnt it.' }),
  source: extensible(z.enum(EVIDENCE_KINDS)).meta({
    description:
      '`callback`: Safaricom told us, which proves little alone. `stk_query`, ' +
      '`transaction_status`: Safaricom answered when we asked. `operator_receipt`: an operator ' +
      'saw the receipt. `operator_decision`: a person decided. The others are rows that show ' +
      'money.',
  }),
  says: z.enum(EVIDENCE_SAYS).meta({
    description:
      '`not_paid_yet` may still become a payment; `nothing` could not be read or says nothing ' +
      'about money.',
  }),
  resultCode: z.string().nullable().meta({ description: "Safaricom's code." }),
  meaning: z.string().nullable().meta({ description: 'What the code means.' }),
  receipt: z.string().nullable(),
  amountKes: z.number().nullable().meta({ description: 'The amount that it names.' }),
} satisfies Readonly<Record<keyof EvidenceView, z.ZodType>>);

/**
 * A payment in an answer: what webhooks carry too, and how it came to be so. `satisfies` keeps the
 * fields those of the view, neither more nor fewer.
 */
export const paymentSchema = z
  .strictObject({
    id: z.string().meta({ description: 'Begins with `pay_`.' }),
    object: z.literal('payment'),
    state: z.enum(PAYMENT_STATES).meta({
      description:
        '`succeeded`: money moved. `failed`: no money moved. `needs_review`: the evidence does ' +
        'not agree, and a person must look. `unresolved`: the outcome is not known yet, and ' +
        'Hakika keeps asking. The others come before an outcome.',
    }),
    amountKes: z.int().meta({ description: 'Whole Kenyan shillings.' }),
    phone: z.string().meta({ description: 'The number, masked.' }),
    reference: z.string(),
    description: z.string().nullable(),
    shortcode: z.string().meta({ description: 'The paybill or till that is paid.' }),
    receipt: z
      .string()
      .nullable()
      .meta({
        description:
          'The receipt of M-Pesa. A success that only a query proved gets it later, with the ' +
          'webhook `payment.receipt_attached`.',
      }),
    grade: extensible(z.enum(GRADES))
      .nullable()
      .meta({
        description:
          'How well a success is proven. `reported`: a callback says so. `reviewed`: a person ' +
          'decided. `corroborated`: Safaricom says so when asked. `settled`: a statement shows it.',
      }),
    failure: failure.nullable().meta({ description: 'Why it is not a success.' }),
    retry: retry.nullable().meta({ description: 'Whether to ask again. There with `failure`.' }),
    waiting: waiting.nullable().meta({
      description: 'What the prompt waits for. Until it leaves the payment can be cancelled.',
    }),
    createdAt: moment,
    outcomeAt: moment.nullable().meta({ description: 'When the outcome was known.' }),
    timeline: z.array(timelineEntry).meta({ description: 'How it came to be so, oldest first.' }),
    evidence: z.array(evidenceItem).meta({
      description:
        'What is known about the money, in the order in which it was learnt. Not each item is ' +
        'believed: `state` and `grade` say what all of them prove.',
    }),
  } satisfies Readonly<Record<keyof PaymentView | 'timeline' | 'evidence', z.ZodType>>)
  .meta({
    id: 'Payment',
    description: 'A payment. Times are in UTC. New fields may be added: ignore unknown ones.',
    examples: [
      {
        id: 'pay_01kaqq00000000000000000001',
        object: 'payment',
        state: 'awaiting_customer',
        amountKes: 150,
        phone: '2547****149',
        reference: 'ORD-1042',
        description: 'Order 1042',
        shortcode: '174379',
        receipt: null,
        grade: null,
        failure: null,
        retry: null,
        waiting: null,
        createdAt: '2026-11-23T17:30:15.000Z',
        outcomeAt: null,
        timeline: [
          {
            at: '2026-11-23T17:30:15.000Z',
            step: 'push_reserved',
            state: 'prompting',
            detail: null,
          },
          {
            at: '2026-11-23T17:30:16.000Z',
            step: 'push_accepted',
            state: 'awaiting_customer',
            detail: null,
          },
        ],
        evidence: [],
      },
    ],
  });

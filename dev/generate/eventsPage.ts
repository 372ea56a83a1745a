import type { MerchantEvent } from '../../domain/machine/merchantEvent';
import { PAYMENT_EVENT_TYPES, type PaymentEventType } from '../../domain/payment/payment';
import { PAYMENT_TIMING } from '../../domain/payment/timing';
import { code, page } from './page';
import { SamplePayment } from './samplePayment';

const HORIZON_HOURS = PAYMENT_TIMING.horizonMs / 3_600_000;

interface Sample {
  /** When merchants get it. */
  readonly when: string;
  /** A payment whose last event is of this type. */
  readonly make: () => SamplePayment;
}

const prompted = (): SamplePayment => new SamplePayment().push('accepted').wait(16);

const SAMPLES: Readonly<Record<PaymentEventType, Sample>> = {
  'payment.succeeded': {
    when:
      'Money moved, proven as the merchant asked for. Where only a query proved it, `receipt` is ' +
      'null and follows in `payment.receipt_attached`.',
    make: () => prompted().callback('0', { amountKes: 150 }).query('0'),
  },
  'payment.failed': {
    when: 'No money moved, and none can any more by this prompt.',
    make: () => prompted().callback('1032').query('1032'),
  },
  'payment.unresolved': {
    when: 'Nobody can say yet whether money moved. Hakika keeps asking; ask nobody to pay again.',
    make: () => new SamplePayment().push('unknown'),
  },
  'payment.needs_review': {
    when:
      `The evidence does not agree, or ${HORIZON_HOURS} hours passed without proof: ` +
      'a person must look. It can follow `payment.failed`, where Safaricom itself contradicts ' +
      'it, an operator saw a receipt, or you have late successes held for review.',
    make: () => prompted().callback('0', { amountKes: 15 }),
  },
  'payment.contested': {
    when:
      'A callback reports money for a payment that had been announced as failed. Let nobody pay ' +
      'again until it is decided: `payment.late_success` follows if the money moved, ' +
      '`payment.needs_review` if that cannot be told.',
    make: () =>
      prompted().callback('1032').query('1032').wait(40).callback('0', { amountKes: 150 }),
  },
  'payment.late_success': {
    when: 'Money moved after all, for a payment that had been announced as failed.',
    make: () =>
      prompted()
        .callback('1032')
        .query('1032')
        .wait(40)
        .callback('0', { amountKes: 150 })
        .query('0'),
  },
  'payment.receipt_attached': {
    when: 'The receipt of a success that was announced without one.',
    make: () => prompted().query('0').wait(20).callback('0', { amountKes: 150 }),
  },
};

/** docs/generated/events.md, with bodies as domain/machine/merchantEvent.ts writes them. */
export function eventsPage(): string {
  const parts = PAYMENT_EVENT_TYPES.flatMap((type) => {
    const { when, make } = SAMPLES[type];
    return [`## ${type}`, when, code('json', bodyOf(type, make()))];
  });
  return page(
    'Events',
    'Made from `PAYMENT_EVENT_TYPES` in `domain/payment/payment.ts`; the bodies are samples that ' +
      'went through the real domain. On the wire a body is one line, and ' +
      'every delivery of an event carries the same bytes.',
    '`data` is the payment as `GET /v1/payments/:id` shows it, without timeline and evidence. ' +
      '`sequence` rises by one with each event of a payment: drop what is not newer than what ' +
      'you have seen. How deliveries are signed and repeated is told in the ' +
      '[README](../../README.md#webhooks).',
    ...parts,
  );
}

function bodyOf(type: PaymentEventType, { payment }: SamplePayment): string {
  const event: MerchantEvent | undefined = payment.events.at(-1);
  if (event?.type !== type) throw new Error(`The sample of ${type} ends with ${event?.type}.`);
  return JSON.stringify(JSON.parse(event.body), null, 2);
}

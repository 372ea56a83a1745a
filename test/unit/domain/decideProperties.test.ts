import fc from 'fast-check';
import type { Evidence } from '../../../domain/evidence/evidence';
import { historyFault } from '../../../domain/machine/history';
import type { AmountCents } from '../../../domain/values/money';
import { sightings } from '../../../domain/evidence/sightings';
import type { Payment } from '../../../domain/payment/payment';
import { PAYMENT_MACHINE } from '../../../domain/payment/state';
import { applyPushResult, type PushResult } from '../../../domain/payment/push';
import { decidePayment } from '../../../domain/payment/decide';
import {
  PUSH,
  callback,
  at,
  contextWith,
  host,
  moneySeen,
  OTHER_RECEIPT,
  PROMPTED_AT_MS,
  query,
  status,
} from './builders';
import { reservedPayment } from './promptedPayment';
import '../propertySeed';

const RESULTS: readonly PushResult[] = [
  { kind: 'unknown' },
  { kind: 'accepted', checkoutRequestId: 'ws_CO_1', merchantRequestId: null },
  { kind: 'refused', errorCode: '400.002.02', failure: 'request_refused' },
  { kind: 'not_sent', errorCode: null, failure: 'provider_unreachable' },
];

/** What may happen to a payment whose push is on its way, with the time that passes before it. */
interface Happening {
  readonly afterMs: number;
  readonly evidence?: readonly ((atMs: number) => Evidence)[];
  readonly result?: PushResult;
  readonly receiptTaken?: boolean;
}

const codes = fc.constantFrom('0', '0', '1032', '1037', '4999', '7777', '2001');
const arrival = fc.oneof(
  { weight: 6, arbitrary: codes.map((code) => (atMs: number) => callback(code, { atMs })) },
  { weight: 6, arbitrary: codes.map((code) => (atMs: number) => query(code, atMs)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      (atMs: number): Evidence => callback('0', { atMs, receipt: OTHER_RECEIPT }),
      (atMs: number): Evidence => callback('0', { atMs, amountCents: 100 as AmountCents }),
      (atMs: number): Evidence => callback('0', { atMs, amountCents: null, receipt: null }),
      (atMs: number): Evidence => status('Completed', { atMs }),
      (atMs: number): Evidence => status('Declined', { atMs }),
    ),
  },
);
const passing = fc.constantFrom(0, 1_000, 20_000, 80_000, 200_000, 3_600_000, 40 * 3_600_000);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ afterMs: passing, evidence: fc.array(arrival, { maxLength: 3 }) }),
  fc.record({ afterMs: passing, result: fc.constantFrom(...RESULTS) }),
  fc.record({ afterMs: passing, evidence: fc.tuple(arrival), receiptTaken: fc.constant(true) }),
);
const story = fc.tuple(
  fc.constantFrom(0, 1_500),
  fc.boolean(),
  fc.array(happening, { minLength: 1, maxLength: 8 }),
);

function happen(payment: Payment, event: Happening, nowMs: number, limits: object): Payment {
  if (event.result) {
    return applyPushResult(payment, PUSH.callbackTokenHash, event.result, at(nowMs));
  }
  const evidence = (event.evidence ?? []).map((make) => make(nowMs));
  const context = contextWith({ ...limits, receiptTaken: event.receiptTaken ?? false });
  return decidePayment(payment, evidence, context, at(nowMs)).payment;
}

/** Every payment that the story passes through, the first one included. */
function passThrough(kes: number, canAskStatus: boolean, events: readonly Happening[]): Payment[] {
  let nowMs = PROMPTED_AT_MS;
  const limits = { corroborateAboveKes: kes, canAskStatus };
  return events.reduce<Payment[]>(
    (passed, event) => {
      nowMs += event.afterMs;
      const last = passed.at(-1) ?? reservedPayment();
      return [...passed, happen(last, event, nowMs, limits)];
    },
    [reservedPayment()],
  );
}

const typesOf = (payment: Payment) => payment.events.map(({ type }) => type);

describe('a payment, whatever happens to it in whatever order', () => {
  // Guarantees M5, M9, M10 and M13 for any story, evidence that overtakes the push included.
  it('stays legal, keeps a success, refuses no sighting, announces each fact once', () => {
    fc.assert(
      fc.property(story, ([kes, canAskStatus, events]) => {
        const passed = passThrough(kes, canAskStatus, events);
        for (const [index, payment] of passed.entries()) {
          const { paymentId, history, state, events } = payment;
          const before = passed[index - 1];
          expect(
            historyFault(PAYMENT_MACHINE, { id: paymentId, history, state }, host.sha256),
          ).toBeNull();
          expect(events.slice(0, before?.events.length ?? 0)).toEqual(before?.events ?? []);
          expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
          if (before?.state === 'succeeded') expect(state).toBe('succeeded');
          if (state === 'failed' && before?.state !== 'failed') {
            expect(sightings(payment.evidence)).toEqual([]);
          }
        }
        const types = typesOf(passed.at(-1) ?? reservedPayment());
        const successes = types.filter((t) => /succeeded|late_success/.test(t));
        expect(successes.length).toBeLessThanOrEqual(1);
        expect(types.filter((t) => t === 'payment.failed').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('settles by the statement in the end, unless the evidence conflicts', () => {
    fc.assert(
      fc.property(story, ([kes, canAskStatus, events]) => {
        const last = passThrough(kes, canAskStatus, events).at(-1) ?? reservedPayment();
        const context = contextWith({ canAskStatus });
        const now = at(PROMPTED_AT_MS + 90 * 3_600_000);
        const settled = decidePayment(last, [moneySeen('statement_row')], context, now);
        const isPaid = settled.payment.state === 'succeeded';
        expect(isPaid || settled.verdict.kind === 'conflict').toBe(true);
        expect(settled.verdict.kind).not.toBe('open');
      }),
      { numRuns: 1_000 },
    );
  });
});

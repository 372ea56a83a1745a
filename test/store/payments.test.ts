import { newId } from '../../crypto/newId';
import { CorruptRecordError } from '../../store/mongo/corruptRecord';
import { sha256 } from '../../crypto/sha256';
import { reservePush, applyPushResult } from '../../domain/payment/push';
import { decidePayment } from '../../domain/payment/decide';
import { PAYMENT_TIMING } from '../../domain/payment/timing';
import { historyFault } from '../../domain/machine/history';
import type { Payment } from '../../domain/payment/payment';
import { PAYMENT_MACHINE } from '../../domain/payment/state';
import { paymentOwner } from '../../domain/values/owner';
import type { Receipt } from '../../domain/values/receipt';
import type { AmountCents } from '../../domain/values/money';
import { freshPayment, openTestStore, type TestStore } from '../kit/testStore';

const host = { sha256, newId };
let test: TestStore;

beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

function now() {
  return { nowMs: Date.now(), host };
}

function reserved(payment: Payment): Payment {
  return reservePush(payment, sha256(newId('request')), now());
}

function accepted(payment: Payment, checkoutRequestId: string): Payment {
  const fence = payment.push?.callbackTokenHash ?? '';
  const result = { kind: 'accepted', checkoutRequestId, merchantRequestId: null } as const;
  return applyPushResult(payment, fence, result, now());
}

function paid(payment: Payment, receipt: string): Payment {
  const seen = { evidenceId: newId('evidence'), atMs: Date.now() };
  return decidePayment(
    payment,
    [
      {
        ...seen,
        kind: 'pull_row',
        receipt: receipt as Receipt,
        amountCents: (payment.amountKes * 100) as AmountCents,
        shortcode: payment.shortcode,
      },
    ],
    {
      timing: PAYMENT_TIMING,
      corroborateAboveKes: 0,
      canAskStatus: false,
      receiptTaken: false,
    },
    now(),
  ).payment;
}

async function inserted(): Promise<Payment> {
  const created = freshPayment();
  expect(await test.store.payments.insert(created)).toEqual({ kind: 'inserted' });
  return created.payment;
}

async function stored(payment: Payment, step: (payment: Payment) => Payment): Promise<Payment> {
  expect(await test.store.payments.replace(payment, step(payment))).toBe('stored');
  const found = await test.store.payments.find(payment.paymentId);
  if (!found) throw new Error('gone');
  return found;
}

// Guarantees that a receipt proves one payment for good, whichever write is first (M8).
it('refuses a receipt that another payment holds', async () => {
  const [first, second] = [await inserted(), await inserted()];
  const receipt = 'UKN4A1B2C3';
  const firstOpen = await stored(await stored(first, reserved), (p) => accepted(p, 'ws_CO_a'));
  const secondOpen = await stored(await stored(second, reserved), (p) => accepted(p, 'ws_CO_b'));
  await stored(firstOpen, (p) => paid(p, receipt));
  const result = await test.store.payments.replace(secondOpen, paid(secondOpen, receipt));
  expect(result).toBe('receipt_taken');
  const after = await test.store.payments.find(second.paymentId);
  expect(after?.state).toBe('awaiting_customer');
});

// Guarantees that Daraja's handle belongs to one payment, so that no query answers for another.
it('refuses a CheckoutRequestID that another payment holds', async () => {
  const first = await stored(await inserted(), reserved);
  const second = await stored(await inserted(), reserved);
  await stored(first, (p) => accepted(p, 'ws_CO_same'));
  const result = await test.store.payments.replace(second, accepted(second, 'ws_CO_same'));
  expect(result).toBe('checkout_request_taken');
});

// Guarantees that of two writers who read the same version only one wins (F29).
it('lets one of two writers of the same version win', async () => {
  const payment = await inserted();
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => test.store.payments.replace(payment, reserved(payment))),
  );
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'moved_on')).toHaveLength(7);
});

// Guarantees one payment for one key, however many requests race (A22, M12).
it('inserts one payment for one idempotency key', async () => {
  const created = freshPayment();
  const { merchantId, reference } = created.payment;
  const others = Array.from({ length: 9 }, () =>
    freshPayment({ merchantId, reference, idempotencyKey: created.idempotencyKey }),
  );
  const all = await Promise.all([created, ...others].map((p) => test.store.payments.insert(p)));
  expect(all.filter((outcome) => outcome.kind === 'inserted')).toHaveLength(1);
  expect(all.filter((outcome) => outcome.kind === 'repeated')).toHaveLength(9);
});

it('refuses a second open payment with the same reference, and names the first', async () => {
  const created = freshPayment();
  await test.store.payments.insert(created);
  const { merchantId, reference, paymentId } = created.payment;
  const second = await test.store.payments.insert(freshPayment({ merchantId, reference }));
  expect(second).toEqual({ kind: 'reference_open', paymentId });
});

// Guarantees that the same key of another merchant is another key (A21).
it('keeps the keys and references of merchants apart', async () => {
  const created = freshPayment();
  await test.store.payments.insert(created);
  const { reference } = created.payment;
  const { idempotencyKey } = created;
  const other = freshPayment({ reference, idempotencyKey });
  expect(await test.store.payments.insert(other)).toEqual({ kind: 'inserted' });
});

it('allows the reference again once the first payment is decided', async () => {
  const created = freshPayment();
  await test.store.payments.insert(created);
  const open = await stored(await stored(created.payment, reserved), (p) => accepted(p, 'ws_CO_r'));
  await stored(open, (p) => paid(p, 'UKN4A1B2D9'));
  const { merchantId, reference } = created.payment;
  const second = await test.store.payments.insert(freshPayment({ merchantId, reference }));
  expect(second).toEqual({ kind: 'inserted' });
});

// Guarantees that what the merchant asked for cannot be changed by any later write (M7).
it('stops a write that would change the amount', async () => {
  const payment = await inserted();
  const altered = { ...payment, amountKes: 1 } as Payment;
  await expect(test.store.payments.replace(payment, altered)).rejects.toThrow(/order_immutable/);
});

// Guarantees that a hand in the database is noticed, not served (A44).
it('refuses to read a document whose shape was broken', async () => {
  const payment = await inserted();
  await test.raw
    .collection('moneyRecords')
    .updateOne({ _id: payment.paymentId }, { $set: { amountKes: 'many' } });
  await expect(test.store.payments.find(payment.paymentId)).rejects.toThrow(CorruptRecordError);
});

it('keeps the history chained through writes and reads', async () => {
  const open = await stored(await stored(await inserted(), reserved), (p) =>
    accepted(p, 'ws_CO_chain'),
  );
  const done = await stored(open, (p) => paid(p, 'UKN4A1B2E1'));
  expect(historyFault(PAYMENT_MACHINE, { ...done, id: done.paymentId }, sha256)).toBeNull();
  expect(done.history.map((entry) => entry.step)).toEqual([
    'push_reserved',
    'push_accepted',
    'proved_paid',
  ]);
});

// Guarantees that neither the number nor Daraja's handle, which ends in it, lies in clear (M15).
it('stores no phone number in clear', async () => {
  const created = freshPayment({ phone: '254708374149' });
  await test.store.payments.insert(created);
  const withHandle = await stored(await stored(created.payment, reserved), (p) =>
    accepted(p, 'ws_CO_23112026203016412708374149'),
  );
  const raw = await test.raw.collection('moneyRecords').findOne({ _id: withHandle.paymentId });
  const text = JSON.stringify(raw);
  expect(text).not.toContain('708374149');
  expect(text).toContain('2547****149');
  const opened = await test.store.payments.findWithPhone(withHandle.paymentId);
  expect(opened?.phone).toBe('254708374149');
  expect(withHandle.push?.checkoutRequestId).toBe('ws_CO_23112026203016412708374149');
});

/** A payment that succeeded, and its event that is still to be told. */
async function untold(name: string) {
  const open = await stored(await stored(await inserted(), reserved), (p) => accepted(p, name));
  const done = await stored(open, (p) => paid(p, `UKN4A1${name.slice(-4)}`));
  const [event] = done.events;
  if (!event) throw new Error('no event');
  return { done, key: { owner: paymentOwner(done.paymentId), eventId: event.eventId } };
}

/** Whether the sweeper is ever to look at it, and whether for its inbox. */
async function dueOf(payment: Payment) {
  const due = await test.store.sweepList.due(Date.now() + 86_400_000, 1_000);
  return due.find(({ paymentId }) => paymentId === payment.paymentId) ?? null;
}

it('has nobody look at a payment any more once its one event is delivered', async () => {
  const { done, key } = await untold('ws_CO_B2F2');
  expect(await dueOf(done)).toMatchObject({ isUnheard: false });
  await test.store.events.mark(key, 'delivered', 5);
  expect(await dueOf(done)).toBeNull();
});

// Guarantees that a late callback is heard although an event is delivered meanwhile (M3).
it('keeps the look in the inbox that was asked for while an event was on its way', async () => {
  const { done, key } = await untold('ws_CO_B2F3');
  await test.store.sweepList.lookInInboxAt(done.paymentId, Date.now());
  await test.store.events.mark(key, 'delivered', 5);
  expect(await dueOf(done)).toMatchObject({ isUnheard: true });
  const after = await test.store.payments.find(done.paymentId);
  expect(after?.events).toMatchObject([{ status: 'delivered', deliveredAtMs: 5 }]);
});

it('marks an event delivered once, and keeps it so', async () => {
  const { done, key } = await untold('ws_CO_B2F1');
  const { events, payments } = test.store;
  await events.mark(key, 'delivered', 5);
  await events.mark(key, 'parked', 9);
  const after = await payments.find(done.paymentId);
  expect(after?.events).toMatchObject([{ status: 'delivered', deliveredAtMs: 5 }]);
});

import { WorkflowUpdateFailedError } from '@temporalio/client';
import { newId } from '../../../crypto/newId';
import type { PaymentId } from '../../../domain/values/ids';
import { attachReceipt, paymentWorkflowId } from '../../../workflows/messages';
import { freshPhone } from '../../kit/fresh';
import { debitsOf, expectBooksAgree } from '../../kit/invariants';
import { faultFor, openPayment } from '../../kit/openPayment';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { attach, cancelledPayment, paymentInReview, REASON, toldOf } from '../../kit/review';
import { askFor, reaches } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';
import { freshPayment } from '../../kit/testStore';
import { until } from '../../kit/until';

let system: TestSystem;
/** Its shortcode has an initiator, so that Transaction Status can be asked. */
let asking: TestSystem;
let support: TestOperator;
let other: TestOperator;

beforeAll(async () => {
  const environment = { TIMING_SCALE: '0.02' };
  system = await startSystem({ environment });
  asking = await startSystem({ environment, withInitiator: true });
  support = await addOperator(system.store, 'support');
  other = await addOperator(asking.store, 'support');
});
afterAll(async () => {
  await system.stop();
  await asking.stop();
});

const handleOf = (id: string) =>
  system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId));

it('refuses a payment that there is not, and a malformed receipt', async () => {
  const id = newId('payment');
  expect(await attach(system, support, id, 'UKN4A1B2C3')).toMatchObject({ status: 404 });
  expect(await attach(system, support, id, 'UKN 4')).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', field: 'receipt' },
  });
});

// Guarantees that attaching a receipt never brings about a prompt (A75).
it('refuses a payment for which nobody was prompted, and starts nothing', async () => {
  const created = freshPayment({ merchantId: system.merchant.merchantId });
  await system.store.payments.insert(created);
  const { paymentId } = created.payment;
  const answer = await attach(system, support, paymentId, 'UKN4A1B2C3');
  expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  await expect(handleOf(paymentId).describe()).rejects.toThrow('not found');
});

it('refuses a payment that has another receipt, and one that another payment holds', async () => {
  const { id } = await askFor(system);
  const { receipt } = await reaches(system, id, 'succeeded');
  const before = await system.store.auditLog.verify();
  expect(await attach(system, support, id, 'UKN4ZZZZZZ')).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  const { id: reviewed } = await paymentInReview(system);
  expect(await attach(system, support, reviewed, receipt ?? '')).toMatchObject({
    status: 409,
    body: { code: 'receipt_taken' },
  });
  expect(await system.store.auditLog.verify()).toEqual(before);
});

const operatorId = newId('operator');

// Guarantees that a wrong instruction leaves nothing in the workflow's history (A75).
it.each([
  ['nothing', undefined],
  ['no operator', { operatorId: 'opr_1', reason: REASON, receipt: 'UKN4A1B2C3' }],
  ['no receipt', { operatorId, reason: REASON }],
  ['a malformed receipt', { operatorId, reason: REASON, receipt: 'ukn4' }],
])('refuses an instruction with %s before it enters the history', async (_, given) => {
  const { id } = await paymentInReview(system);
  const update = handleOf(id).executeUpdate(attachReceipt, { args: [given as never] });
  await expect(update).rejects.toThrow(WorkflowUpdateFailedError);
  const { events } = await handleOf(id).fetchHistory();
  expect(events?.some((e) => e.workflowExecutionUpdateAcceptedEventAttributes)).toBe(false);
});

// Guarantees that a receipt which a person typed never makes a success alone (M4, M5).
it('brings a failed payment to a person where Safaricom cannot be asked', async () => {
  const { id } = await cancelledPayment(system);
  const answer = await attach(system, support, id, 'UKN4ATTACH');
  const body = { state: 'needs_review', receipt: null, retry: { safe: 'unknown' } };
  expect(answer).toMatchObject({ status: 202, body });
  const { body: shown } = await adminCall(system, support.key, ['GET', `/payments/${id}`]);
  const shownReceipt = { source: 'operator_receipt', receipt: 'UKN4ATTACH', says: 'nothing' };
  expect(shown['evidence']).toContainEqual(expect.objectContaining(shownReceipt));
  const said = { step: 'receipt_shown', operatorId: support.operatorId, reason: REASON };
  expect(shown['instructions']).toEqual([expect.objectContaining(said)]);
  await until('the event', () => toldOf(system, id).includes('payment.needs_review'));
});

// Guarantees that a number which an operator wrote into a reason is kept nowhere whole (M15).
it('masks a phone number in the reason, in the payment and in the audit log', async () => {
  const { id } = await paymentInReview(system);
  const body = { receipt: 'UKN4MASKED', reason: 'Ticket 53: 254708374149 called.' };
  const path = `/payments/${id}/receipt`;
  const { body: shown } = await adminCall(system, support.key, ['POST', path], body);
  expect(JSON.stringify(shown)).toContain('Ticket 53: 2547****149 called.');
  const stored = await system.store.payments.find(id as PaymentId);
  const entries = await system.store.auditLog.latest({ limit: 1, before: null });
  expect(JSON.stringify([stored, entries, shown])).not.toContain('254708374149');
  expect(entries[0]?.why).toBe('Ticket 53: 2547****149 called.');
});

it('proves an open payment by the receipt, where Transaction Status knows it', async () => {
  const phone = freshPhone();
  await faultFor(asking, phone).callbackLost();
  await faultFor(asking, phone).queryPending();
  const payment = await openPayment(asking, 100, phone);
  await payment.approve();
  const receipt = await until('the debit', async () => (await debitsOf(asking, phone))[0]?.receipt);
  expect((await attach(asking, other, payment.id, receipt)).status).toBe(202);
  expect(await reaches(asking, payment.id, 'succeeded')).toMatchObject({ receipt });
  await expectBooksAgree(asking, payment.id, phone);
});

// Guarantees that a slip of the hand credits nobody with another customer's money (M4).
it('leaves a failed payment failed where the receipt is of another customer', async () => {
  const { id, phone } = await cancelledPayment(asking);
  const stranger = freshPhone();
  await faultFor(asking, stranger).callbackLost();
  await faultFor(asking, stranger).queryPending();
  const theirs = await openPayment(asking, 100, stranger);
  await theirs.approve();
  const debits = () => debitsOf(asking, stranger);
  const receipt = await until('the debit', async () => (await debits())[0]?.receipt);
  const answer = await attach(asking, other, id, receipt);
  expect(answer).toMatchObject({ status: 202, body: { retry: { safe: 'unknown' } } });
  await until('the answer of Transaction Status', async () => {
    const payment = await asking.store.payments.find(id as PaymentId);
    return payment?.evidence.some(({ kind }) => kind === 'transaction_status');
  });
  expect(await reaches(asking, id, 'failed')).toMatchObject({
    failure: { code: 'cancelled_by_customer' },
  });
  await expectBooksAgree(asking, id, phone);
});

import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { newId } from '../../../crypto/newId';
import type { PaymentId } from '../../../domain/values/ids';
import { decideReview, paymentWorkflowId } from '../../../workflows/messages';
import { debitsOf, expectBooksAgree } from '../../kit/invariants';
import { addOperator, adminCall, type TestOperator } from '../../kit/operators';
import { decide, decideNotPaid, paymentInReview, REASON, toldOf } from '../../kit/review';
import { askFor, reaches } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';
import { until } from '../../kit/until';

let system: TestSystem;
let ada: TestOperator;
let ben: TestOperator;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  ada = await addOperator(system.store, 'finance');
  ben = await addOperator(system.store, 'finance');
  const { merchantId } = system.merchant;
  await system.store.merchants.change(merchantId, { reviewAboveKes: 1_000 });
});
afterAll(() => system.stop());

const LARGE_KES = 1_001;
const handleOf = (id: string) =>
  system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId));
const paid = (receipt: string) => ({ decision: 'paid', receipt });

async function receiptOf(phone: string): Promise<string> {
  const [debit] = await debitsOf(system, phone);
  return debit?.receipt ?? '';
}

async function updatesOf(id: string): Promise<number> {
  const { events } = await handleOf(id).fetchHistory();
  return events?.filter((e) => e.workflowExecutionUpdateAcceptedEventAttributes).length ?? 0;
}

const show = (id: string) => adminCall(system, ada.key, ['GET', `/payments/${id}`]);

it('refuses a payment that there is not', async () => {
  const answer = await decide(system, ada, newId('payment'), { decision: 'not_paid' });
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it.each([
  ['"paid" without a receipt', { decision: 'paid' }, 'receipt'],
  ['"not_paid" with one', { decision: 'not_paid', receipt: 'UKN4A1B2C3' }, 'receipt'],
  ['a malformed receipt', { decision: 'paid', receipt: 'UKN 4A' }, 'receipt'],
  ['another word', { decision: 'perhaps' }, 'decision'],
])('refuses %s, and names the field', async (_, body, field) => {
  const answer = await decide(system, ada, newId('payment'), body);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', field } });
});

it('refuses a payment that needs no review, and writes no entry', async () => {
  const { id } = await askFor(system);
  await reaches(system, id, 'succeeded');
  const before = await system.store.auditLog.verify();
  const answer = await decide(system, ada, id, paid('UKN4A1B2C3'));
  expect(answer).toMatchObject({ status: 409, body: { code: 'not_in_review' } });
  expect(await system.store.auditLog.verify()).toEqual(before);
});

const operatorId = newId('operator');
const whole = { operatorId, reason: REASON };

// Guarantees that a wrong instruction leaves nothing in the workflow's history (A75).
it.each([
  ['nothing', undefined],
  ['no operator', { ...whole, operatorId: 'opr_1', decision: 'not_paid', receipt: null }],
  ['no reason', { ...whole, reason: ' ', decision: 'not_paid', receipt: null }],
  ['another decision', { ...whole, decision: 'perhaps', receipt: null }],
  ['"paid" and no receipt', { ...whole, decision: 'paid', receipt: null }],
  ['a malformed receipt', { ...whole, decision: 'paid', receipt: 'ukn4a1b2c3 ' }],
  ['"not_paid" and a receipt', { ...whole, decision: 'not_paid', receipt: 'UKN4A1B2C3' }],
])('refuses an instruction with %s before it enters the history', async (_, given) => {
  const { id } = await paymentInReview(system);
  const update = handleOf(id).executeUpdate(decideReview, { args: [given as never] });
  await expect(update).rejects.toThrow(WorkflowUpdateFailedError);
  expect(await updatesOf(id)).toBe(0);
});

it('decides "paid" by one operator up to the limit, and says who and why', async () => {
  const { id, phone } = await paymentInReview(system);
  const receipt = await receiptOf(phone);
  const answer = await decide(system, ada, id, paid(receipt));
  const body = { state: 'succeeded', grade: 'reviewed', receipt, proposal: null };
  expect(answer).toMatchObject({ status: 200, body });
  const instructions = [{ step: 'decided_paid', operatorId: ada.operatorId, reason: REASON }];
  expect((await show(id)).body).toMatchObject({ instructions });
  const [entry] = await system.store.auditLog.latest({ limit: 1, before: null });
  const detail = { decision: 'paid', receipt, amountKes: 100 };
  expect(entry).toMatchObject({ action: 'payments.decide', detail, why: REASON });
  await until('the event', () => toldOf(system, id).includes('payment.succeeded'));
  expect(toldOf(system, id)).toEqual(['payment.needs_review', 'payment.succeeded']);
  await expectBooksAgree(system, id, phone);
});

it('decides a payment whose workflow has ended, by a new run', async () => {
  const { id, phone } = await paymentInReview(system);
  await handleOf(id).terminate();
  const answer = await decide(system, ada, id, paid(await receiptOf(phone)));
  expect(answer).toMatchObject({ status: 200, body: { state: 'succeeded' } });
  await expectBooksAgree(system, id, phone);
});

it('decides "not paid" once the prompt can no longer be answered', async () => {
  const { id } = await paymentInReview(system);
  const early = await decide(system, ada, id, { decision: 'not_paid' });
  expect(early).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const answer = await decideNotPaid(system, ada, id);
  const retry = { safe: 'unknown' };
  const body = { state: 'failed', failure: { code: 'decided_not_paid' }, retry };
  expect(answer).toMatchObject({ status: 200, body });
});

// Guarantees that no operator decides a large sum alone, and that two who want the same do (A76).
it('takes two operators above the limit', async () => {
  const { id, phone } = await paymentInReview(system, LARGE_KES);
  const receipt = await receiptOf(phone);
  const first = await decide(system, ada, id, paid(receipt));
  const proposal = { decision: 'paid', receipt, operatorId: ada.operatorId };
  expect(first).toMatchObject({ status: 202, body: { state: 'needs_review', proposal } });
  expect((await show(id)).body).toMatchObject({ proposal });
  expect(await decide(system, ada, id, paid(receipt))).toMatchObject({
    status: 409,
    body: { code: 'second_operator_needed' },
  });
  expect(await decide(system, ben, id, paid('UKN4ZZZZZZ'))).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  expect(await decide(system, ben, id, paid(receipt))).toMatchObject({
    status: 200,
    body: { state: 'succeeded', receipt, proposal: null },
  });
  await until('the event', () => toldOf(system, id).includes('payment.succeeded'));
  expect(toldOf(system, id)).toEqual(['payment.needs_review', 'payment.succeeded']);
  await expectBooksAgree(system, id, phone);
});

// Guarantees that the rule of two is the workflow's: who reaches the engine meets it as well.
it('takes two operators although the API is passed by', async () => {
  const { id, phone } = await paymentInReview(system, LARGE_KES);
  const instruction = { ...whole, ...paid(await receiptOf(phone)) } as never;
  const send = () => handleOf(id).executeUpdate(decideReview, { args: [instruction] });
  expect(await send()).toEqual({ kind: 'proposed' });
  expect(await send()).toEqual({ kind: 'refused', refusal: 'second_operator_needed' });
  expect((await show(id)).body).toMatchObject({ state: 'needs_review' });
});

// Guarantees that an instruction which is sent again after a cut connection is carried out once.
it('carries one instruction out once, however often it is sent, and to whatever run', async () => {
  const { id, phone } = await paymentInReview(system);
  const args = [{ ...whole, ...paid(await receiptOf(phone)) }] as never;
  const { taskQueue } = await handleOf(id).describe();
  const send = () =>
    system.client.workflow.executeUpdateWithStart(decideReview, {
      ...{ updateId: 'audit-1', args },
      startWorkflowOperation: new WithStartWorkflowOperation('payment', {
        ...{ workflowId: paymentWorkflowId(id as PaymentId), taskQueue },
        ...{ args: [{ paymentId: id }], workflowIdConflictPolicy: 'USE_EXISTING' as const },
      }),
    });
  expect(await send()).toEqual({ kind: 'decided' });
  expect(await send()).toEqual({ kind: 'decided' });
  expect(await updatesOf(id)).toBe(1);
  await handleOf(id).terminate();
  // A new run knows nothing of the update; the payment does.
  expect(await send()).toEqual({ kind: 'decided' });
  await until('the event', () => toldOf(system, id).includes('payment.succeeded'));
  expect(toldOf(system, id)).toEqual(['payment.needs_review', 'payment.succeeded']);
});

// Guarantees that a receipt credits one payment for good, also where a person typed it (M8).
it('refuses a receipt that another payment holds', async () => {
  const { id: first } = await askFor(system);
  const { receipt } = await reaches(system, first, 'succeeded');
  const { id } = await paymentInReview(system);
  const answer = await decide(system, ada, id, paid(receipt ?? ''));
  expect(answer).toMatchObject({ status: 409, body: { code: 'receipt_taken' } });
  expect((await show(id)).body).toMatchObject({ state: 'needs_review', receipt: null });
});

it('gives a receipt to one of two payments where two operators use it at once', async () => {
  const [one, two] = await Promise.all([paymentInReview(system), paymentInReview(system)]);
  const receipt = await receiptOf(one.phone);
  const answers = await Promise.all([
    decide(system, ada, one.id, paid(receipt)),
    decide(system, ben, two.id, paid(receipt)),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const refusedOne = answers.find(({ status }) => status === 409);
  expect(refusedOne?.body).toMatchObject({ code: 'receipt_taken' });
});

// Guarantees that a failure of the worker is not told as a decision, and that nothing is lost.
it('answers 503 while no worker runs, and decides once it does', async () => {
  const { id, phone } = await paymentInReview(system);
  const receipt = await receiptOf(phone);
  await system.engine.stopWorkers();
  try {
    const answer = await decide(system, ada, id, paid(receipt));
    expect(answer).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    expect((await show(id)).body).toMatchObject({ state: 'needs_review' });
  } finally {
    await system.engine.startWorkers();
  }
  const again = await decide(system, ada, id, paid(receipt));
  // The first one may have been carried out by then.
  expect([200, 409]).toContain(again.status);
  await reaches(system, id, 'succeeded');
  await expectBooksAgree(system, id, phone);
});

import type { PaymentId } from '../../domain/values/ids';
import { SeededRandom } from '../../simulator/seededRandom';
import { callbackBody, postCallback, tokenSpy } from '../kit/callbacks';
import { debitsOf, expectBooksAgree } from '../kit/invariants';
import { openPayment } from '../kit/openPayment';
import { addOperator, type TestOperator } from '../kit/operators';
import { attach, decide, decideNotPaid, paymentInReview, toldOf } from '../kit/review';
import { reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

const random = new SeededRandom(Number(process.env['RACE_SEED'] ?? Date.now() % 2 ** 31));
const ROUNDS = 8;

let system: TestSystem;
let operator: TestOperator;

beforeAll(async () => {
  process.stdout.write(`RACE_SEED=${random.seed}\n`);
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  operator = await addOperator(system.store, 'support', 'finance');
});
afterAll(() => system.stop());

// Guarantees that a decision and the true callback which race make one success with one receipt,
// told once, with either of them first (M8, M13).
it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  'makes one success of a decision and a true callback that race, round %i',
  async (round) => {
    const { id, phone, approve } = await openPayment(system);
    // Nobody can be asked about this receipt, so that the payment is with a person.
    await attach(system, operator, id, `UKN4${random.digits(`receipt ${round}`, 6)}`);
    await reaches(system, id, 'needs_review');
    await approve();
    const debit = await until('the debit', async () => (await debitsOf(system, phone))[0]);
    // Some reads long, so that now the callback is first and now the person.
    const reads = round * Number(random.digits(`reads ${round}`, 1));
    for (let read = 0; read < reads; read += 1) await system.store.payments.find(id);
    const answer = await decide(system, operator, id, { decision: 'paid', receipt: debit.receipt });
    expect([200, 409]).toContain(answer.status);
    const paid = await reaches(system, id, 'succeeded');
    expect(paid.receipt).toBe(debit.receipt);
    await until('the corroboration', async () => {
      const payment = await system.store.payments.find(id);
      return payment?.evidence.some(({ kind }) => kind === 'stk_query');
    });
    const payment = await system.store.payments.find(id);
    const types = payment?.events.map(({ type }) => type);
    expect(types?.filter((type) => type === 'payment.succeeded')).toHaveLength(1);
    await expectBooksAgree(system, id, phone);
  },
);

// Guarantees that what comes after a decision and says otherwise is with a person again, told to
// the merchant, and never lost (M5).
it('takes "not paid" back to a person when a callback reports money afterwards', async () => {
  const spy = await tokenSpy(system);
  try {
    const { id, phone } = await paymentInReview(system);
    expect(await decideNotPaid(system, operator, id)).toMatchObject({ status: 200 });
    const push = await spy.of(phone);
    await postCallback(push.callbackUrl, callbackBody(push));
    const again = await reaches(system, id, 'needs_review');
    expect(again).toMatchObject({ retry: { safe: 'unknown' } });
    expect(again.timeline.map(({ step }) => step)).toContain('decision_contradicted');
    const payment = await system.store.payments.find(id as PaymentId);
    expect(payment?.needsAttention).toBe(true);
    await until('the event', () => toldOf(system, id).at(-1) === 'payment.needs_review');
    expect(toldOf(system, id)).toEqual([
      'payment.needs_review',
      'payment.failed',
      'payment.needs_review',
    ]);
  } finally {
    await spy.close();
  }
});

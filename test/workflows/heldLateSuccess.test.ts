import type { PaymentId } from '../../domain/values/ids';
import { freshPhone } from '../kit/fresh';
import { debitsOf, expectBooksAgree } from '../kit/invariants';
import { addOperator, type TestOperator } from '../kit/operators';
import { decide, toldOf } from '../kit/review';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;
let finance: TestOperator;

beforeAll(async () => {
  system = await startSystem({
    environment: { TIMING_SCALE: '0.02' },
    simulatorArgs: ['--prompt-timeout-ms', '1000'],
  });
  finance = await addOperator(system.store, 'finance');
  const { merchantId } = system.merchant;
  await system.store.merchants.change(merchantId, { lateSuccess: 'hold_for_review' });
});
afterAll(() => system.stop());

// Guarantees that a merchant who wants a person to look is told of no success before that (A77).
it('holds a late success for a person, and tells of it only when she has decided', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, {
    behaviour: 'approve_after_timeout',
    delayMs: 8_000,
  });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'failed');
  const held = await reaches(system, id, 'needs_review');
  expect(held).toMatchObject({ receipt: null, retry: { safe: 'unknown' } });
  expect(held.timeline.at(-1)).toMatchObject({ step: 'late_success_held' });
  await until('the event', () => toldOf(system, id).includes('payment.needs_review'));
  // It is contested while Safaricom is asked about the callback.
  const told = toldOf(system, id).filter((type) => type !== 'payment.contested');
  expect(told).toEqual(['payment.failed', 'payment.needs_review']);
  const [debit] = await debitsOf(system, phone);
  const paid = { decision: 'paid', receipt: debit?.receipt ?? '' };
  expect(await decide(system, finance, id, paid)).toMatchObject({ status: 200 });
  const payment = await system.store.payments.find(id as PaymentId);
  expect(payment?.events.at(-1)?.type).toBe('payment.late_success');
  await expectBooksAgree(system, id, phone);
}, 90_000);

it('lets a payment that never failed succeed by itself', async () => {
  const phone = freshPhone();
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'succeeded');
  await expectBooksAgree(system, id, phone);
});

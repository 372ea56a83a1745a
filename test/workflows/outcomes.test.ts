import { FAILURES, type FailureCode } from '../../domain/values/failures';
import { freshPhone } from '../kit/fresh';
import { expectBooksAgree } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({
    environment: { TIMING_SCALE: '0.02' },
    simulatorArgs: ['--prompt-timeout-ms', '1000'],
  });
});
afterAll(() => system.stop());

const REFUSALS: ReadonlyArray<readonly [behaviour: string, failure: FailureCode]> = [
  ['cancel', 'cancelled_by_customer'],
  ['wrong_pin', 'wrong_pin'],
  ['insufficient_funds', 'insufficient_funds'],
  ['pin_locked', 'pin_locked'],
  ['ignore', 'no_answer'],
  ['unreachable', 'no_answer'],
];

// Guarantees that each way of not paying ends as `failed`, with its reason and advice, and that
// no money moved then (M5).
it.each(REFUSALS)('ends as failed when the customer answers with %s', async (behaviour, code) => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour, delayMs: 20 });
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'failed');
  expect(payment.failure).toEqual({
    code,
    message: FAILURES[code].message,
    customerMessage: FAILURES[code].customerMessage,
  });
  expect(payment.retry).toMatchObject({ safe: true });
  expect(payment.receipt).toBeNull();
  await expectBooksAgree(system, id, phone);
});

it('succeeds with the receipt, corroborated, when the customer approves', async () => {
  const phone = freshPhone();
  const { id } = await askFor(system, { phone, amountKes: 250 });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment).toMatchObject({ grade: 'corroborated', failure: null, retry: null });
  expect(payment.receipt).toMatch(/^[A-Z0-9]{10}$/);
  expect(payment.timeline.map((entry) => entry.step)).toEqual([
    'push_reserved',
    'push_accepted',
    'callback_received',
    'proved_paid',
  ]);
  await expectBooksAgree(system, id, phone);
});

// Guarantees that a code nobody knows proves nothing in either direction (F18).
it('calls an unknown result code unresolved, never failed', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', '/faults', {
    match: { operation: 'stk_push', msisdn: phone },
    fault: { kind: 'result_code', resultCode: 'XYZ_77', moneyMoves: false },
  });
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'unresolved');
  expect(payment.failure).toMatchObject({ code: 'outcome_unknown' });
  expect(payment.retry).toMatchObject({ safe: 'unknown' });
});

// Guarantees that the customer who approves when we had nearly given up is still heard (F14).
it('turns failed into succeeded when money moved after all', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, {
    behaviour: 'approve_after_timeout',
    delayMs: 8_000,
  });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'failed');
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.timeline.map((entry) => entry.step)).toContain('late_success');
  expect(payment.grade).toBe('corroborated');
});

import { freshPhone } from '../kit/fresh';
import { expectBooksAgree, promptsOf } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({
    environment: { TIMING_SCALE: '0.02' },
    simulatorArgs: ['--prompt-timeout-ms', '1000'],
    withInitiator: true,
  });
});
afterAll(() => system.stop());

async function withFault(fault: Record<string, unknown>, phone: string, operation = 'stk_push') {
  await system.simulator.control('POST', '/faults', {
    match: { operation, msisdn: phone },
    fault,
  });
}

// Guarantees that a lost callback loses no money: Safaricom is asked (F9).
it('finds a success whose callback never came, its receipt to follow', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'callback_lost' }, phone);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment).toMatchObject({ grade: 'corroborated', receipt: null });
  expect(payment.timeline.map((entry) => entry.step)).toContain('callback_missing');
  await expectBooksAgree(system, id, phone);
});

it('attaches the receipt when the callback comes after the outcome', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'callback_late', delayMs: 4_000 }, phone);
  const { id } = await askFor(system, { phone });
  const first = await reaches(system, id, 'succeeded');
  expect(first.receipt).toBeNull();
  await until('the receipt', async () => (await reaches(system, id, 'succeeded')).receipt);
  await until('the event', () =>
    system.webhooks.received.some(
      ({ body }) => body.includes(id) && body.includes('payment.receipt_attached'),
    ),
  );
  await expectBooksAgree(system, id, phone);
});

// Guarantees one transition and one event for five identical callbacks (F12).
it('counts five identical callbacks once', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'callback_doubled', copies: 5 }, phone);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.timeline.filter((entry) => entry.step === 'proved_paid')).toHaveLength(1);
  await until('the announcement', () => system.webhooks.received.some((w) => w.body.includes(id)));
  const told = system.webhooks.received.filter(({ body }) => body.includes(id));
  expect(new Set(told.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await expectBooksAgree(system, id, phone);
});

// Guarantees that a callback which overtakes the push's own answer still finds its payment (F11).
it('matches a callback that came before the answer to the push', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'callback_before_response', holdMs: 300 }, phone);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.receipt).not.toBeNull();
  await expectBooksAgree(system, id, phone);
});

// Guarantees that contradicting callbacks are decided by asking, not by order (F13).
it.each(['fail_then_success', 'success_then_fail'])(
  'decides contradicting callbacks by query: %s',
  async (order) => {
    const phone = freshPhone();
    await withFault({ kind: 'callback_contradictory', order, gapMs: 200 }, phone);
    const { id } = await askFor(system, { phone });
    await reaches(system, id, 'succeeded');
    await expectBooksAgree(system, id, phone);
  },
);

// Guarantees that an altered amount never becomes a success by itself (A5, M7).
it('sends a callback with another amount to review', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'callback_malformed', variant: 'amount_altered', amountKes: 1 }, phone);
  const { id } = await askFor(system, { phone, amountKes: 900 });
  const payment = await reaches(system, id, 'needs_review');
  expect(payment.retry).toMatchObject({ safe: 'unknown' });
  expect(payment.timeline.at(-1)).toMatchObject({ detail: 'amount_differs' });
});

it.each(['html', 'truncated_json', 'empty'])(
  'finds the outcome by asking when the callback is %s',
  async (variant) => {
    const phone = freshPhone();
    await withFault({ kind: 'callback_malformed', variant }, phone);
    const { id } = await askFor(system, { phone });
    await reaches(system, id, 'succeeded');
    await expectBooksAgree(system, id, phone);
  },
);

it.each(['string_codes', 'string_amount', 'masked_phone', 'missing_metadata', 'missing_receipt'])(
  'reads a callback with harmless oddities: %s',
  async (variant) => {
    const phone = freshPhone();
    await withFault({ kind: 'callback_malformed', variant }, phone);
    const { id } = await askFor(system, { phone });
    await reaches(system, id, 'succeeded');
    await expectBooksAgree(system, id, phone);
  },
);

// Guarantees that a true token with another push's handle is not evidence (F15, A4).
it('sets aside a callback for another push and asks by itself', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'callback_malformed', variant: 'foreign_checkout_id' }, phone);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.receipt).toBeNull();
  expect(system.logLines.some((line) => line.includes('"result":"set_aside"'))).toBe(true);
});

// Guarantees that a forged success moves nothing when Safaricom knows of no payment (A2, M11).
it('does not believe a forged success that the query denies', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'cancel', delayMs: 50 });
  await withFault({ kind: 'callback_forged', resultCode: 0, receipt: 'UKN0FORGED' }, phone);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'needs_review', 'failed');
  expect(payment.state).not.toBe('succeeded');
  expect(await promptsOf(system, phone)).toHaveLength(1);
});

// Guarantees that a forged refusal does not let the merchant prompt a paying customer (A3).
it('does not believe a forged refusal', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, {
    behaviour: 'approve',
    delayMs: 600,
  });
  await withFault({ kind: 'callback_forged', resultCode: 1032 }, phone);
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'succeeded');
  await expectBooksAgree(system, id, phone);
});

// Guarantees that a negative query never overturns a paid callback without a second opinion (F17).
it('asks Transaction Status when the query denies what the callback reports', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'query_lies', resultCode: 1032 }, phone, 'stk_query');
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.grade).toBe('corroborated');
  await expectBooksAgree(system, id, phone);
});

it('keeps asking while Safaricom says that it is still at it', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', '/faults', {
    match: { operation: 'stk_query', msisdn: phone },
    fault: { kind: 'query_pending' },
    times: 2,
  });
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.grade).toBe('corroborated');
  await expectBooksAgree(system, id, phone);
});

import { freshPhone } from '../kit/fresh';
import { expectBooksAgree, promptsOf } from '../kit/invariants';
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

async function withFault(fault: Record<string, unknown>, phone: string, times?: number) {
  await system.simulator.control('POST', '/faults', {
    match: { operation: 'stk_push', msisdn: phone },
    fault,
    ...(times === undefined ? {} : { times }),
  });
}

// Guarantees that a push whose answer was lost is never sent again, and that its callback is
// believed as far as Safaricom confirms it (F2, F3, F4).
it.each([
  { kind: 'http_error', status: 503 },
  { kind: 'http_error', status: 500, body: '{"errorCode":"500.003.1001"}' },
  { kind: 'connection_reset' },
  { kind: 'html_response' },
  { kind: 'empty_body' },
  { kind: 'truncated_body', level: 'json' },
  { kind: 'truncated_body', level: 'transport' },
  { kind: 'oversized_body', bytes: 200_000 },
])('never sends a push again after $kind, and hears the callback', async (fault) => {
  const phone = freshPhone();
  await withFault(fault, phone);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.timeline.map((entry) => entry.step)).toContain('push_unknown');
  expect(payment.receipt).not.toBeNull();
  expect(await promptsOf(system, phone)).toHaveLength(1);
  await expectBooksAgree(system, id, phone);
});

// Guarantees that where Daraja was wrong to say that it had not acted, the callback which proves it
// stops the next prompt (M1, M2, M3).
it.each([
  ['a spike arrest', 503, '{"errorCode":"500.003.02","errorMessage":"System is busy."}'],
  ['a page with HTTP 429', 429, '<html>slow down</html>'],
])('prompts nobody again when the customer of %s has paid', async (_what, status, body) => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'approve', delayMs: 0 });
  await withFault({ kind: 'http_error', status, body, processed: true }, phone, 1);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.receipt).not.toBeNull();
  expect(await promptsOf(system, phone)).toHaveLength(1);
  await expectBooksAgree(system, id, phone);
});

// Guarantees that an unknown push stays unresolved, and says why, when nothing more is heard (M5).
it('stays unresolved when the push is unknown and no callback comes', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  await withFault({ kind: 'http_error', status: 502 }, phone);
  const { id, reference } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'unresolved');
  expect(payment).toMatchObject({
    failure: { code: 'outcome_unknown' },
    retry: { safe: 'unknown' },
  });
  await expect(askFor(system, { phone, reference })).rejects.toThrow(/reference_open/);
});

// Guarantees that what Daraja documentedly did not take is tried again, and prompts once (F8).
it('tries again after a spike arrest, with one prompt in the end', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'spike_arrest' }, phone, 1);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.timeline.map((entry) => entry.step)).toContain('push_not_sent');
  expect(await promptsOf(system, phone)).toHaveLength(1);
  await expectBooksAgree(system, id, phone);
});

// Guarantees one refresh and one prompt when the token dies on the way (F6).
it('pushes once when the token had expired', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'token_expired' }, phone, 1);
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'succeeded');
  expect(await promptsOf(system, phone)).toHaveLength(1);
});

// Guarantees that a subscriber with an open session is not called failed for good at once, nor
// prompted meanwhile (F21); the next try lies a minute off.
it('waits when another session is open on the phone', async () => {
  const phone = freshPhone();
  await withFault({ kind: 'subscriber_busy' }, phone);
  const { id } = await askFor(system, { phone });
  const payment = await reaches(system, id, 'created', 'failed');
  expect(await promptsOf(system, phone)).toHaveLength(0);
  expect(['created', 'failed']).toContain(payment.state);
});

import type { PresentedPayment } from '../../api/public/payments/presentPayment';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { addMerchant, sandboxShortcode } from '../kit/demoMerchant';
import { freshPhone } from '../kit/fresh';
import { debitsOf, promptsOf } from '../kit/invariants';
import { askFor, call, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

const OTHER_SHORTCODE = '600111' as ShortcodeNumber;
const CROWD = 20;
const MINUTE_MS = 60_000;

/** Waits long and allows much; and another that hardly waits and allows little. */
let patient: TestSystem;
let strict: TestSystem;

beforeAll(async () => {
  patient = await startSystem({
    environment: { PHONE_WAIT_SECONDS: '110', PHONE_PROMPTS_PER_TEN_MINUTES: '100' },
  });
  strict = await startSystem({
    environment: { PHONE_WAIT_SECONDS: '2', PHONE_PROMPTS_PER_TEN_MINUTES: '3' },
  });
});
afterAll(() => Promise.all([patient.stop(), strict.stop()]));

/** The same system as another merchant uses it, with a shortcode of its own. */
async function asAnother(system: TestSystem): Promise<TestSystem> {
  const { store, simulator } = system;
  const merchant = await addMerchant(store, { shortcode: OTHER_SHORTCODE, webhookUrl: null });
  const like = sandboxShortcode(merchant.merchantId, simulator.url);
  const { shortcode, passkey } = { shortcode: OTHER_SHORTCODE, passkey: like.passkey.expose() };
  await simulator.control('POST', '/shortcodes', { shortcode, passkey }).catch(() => undefined);
  await store.shortcodes.save({ ...like, shortcode, partyB: shortcode });
  return { ...system, merchant };
}

async function manualPhone({ simulator }: TestSystem): Promise<string> {
  const phone = freshPhone();
  await simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  return phone;
}

async function answerOpen({ simulator }: TestSystem, phone: string, verb: string): Promise<void> {
  const path = `/prompts?msisdn=${phone}`;
  const { prompts } = await simulator.control<{ prompts: { checkoutRequestId: string }[] }>(
    'GET',
    path,
  );
  const [open] = prompts;
  await simulator.control('POST', `/prompts/${open?.checkoutRequestId ?? ''}/${verb}`, {});
}

const waits = (system: TestSystem, id: string) =>
  until('the wait for the phone', async () => {
    const { body } = await call<PresentedPayment>(system, 'GET', `/v1/payments/${id}`);
    return body.waiting && body;
  });

interface Told {
  readonly kind: string;
  readonly msisdn?: string;
}

/** Pushes that Safaricom refused because of an open prompt: none is ever to be sent then. */
async function refusedPushes({ simulator }: TestSystem): Promise<Told[]> {
  const { events } = await simulator.control<{ events: Told[] }>('GET', '/events?limit=20000');
  return events.filter(({ kind }) => kind === 'push_refused');
}

// Guarantees that two merchants who ask one customer at once never have two prompts on the phone:
// the second waits for a stated time, in sight, and prompts when the first has ended (M18).
it('prompts one phone for two merchants one after the other', async () => {
  const other = await asAnother(patient);
  const phone = await manualPhone(patient);
  const asked = await Promise.all([askFor(patient, { phone }), askFor(other, { phone })]);
  const by = new Map([
    [asked[0].id, patient],
    [asked[1].id, other],
  ]);
  const [waiting] = await Promise.race(
    [...by].map(async ([id, system]) => [await waits(system, id)] as const),
  );
  const [firstId = ''] = [...by.keys()].filter((id) => id !== waiting.id);
  expect(waiting).toMatchObject({ state: 'created', waiting: { for: 'phone' }, timeline: [] });
  const waitMs = Date.parse(waiting.waiting?.until ?? '') - Date.parse(waiting.createdAt);
  expect(waitMs).toBeGreaterThan(MINUTE_MS);
  expect(waitMs).toBeLessThan(2 * MINUTE_MS);
  await reaches(by.get(firstId) ?? patient, firstId, 'awaiting_customer');
  expect(await promptsOf(patient, phone)).toHaveLength(1);
  await answerOpen(patient, phone, 'approve');
  await reaches(by.get(firstId) ?? patient, firstId, 'succeeded');
  const second = by.get(waiting.id) ?? patient;
  const prompted = await reaches(second, waiting.id, 'awaiting_customer');
  expect(prompted.waiting).toBeNull();
  await answerOpen(patient, phone, 'approve');
  await reaches(second, waiting.id, 'succeeded');
  expect(await debitsOf(patient, phone)).toHaveLength(2);
  expect(await refusedPushes(patient)).toEqual([]);
});

// Guarantees that a payment which waits for its phone can be called off, and then prompts nobody,
// also when the phone is free (M2).
it('never prompts for a payment that was cancelled while it waited', async () => {
  const phone = await manualPhone(patient);
  const { id: first } = await askFor(patient, { phone });
  await reaches(patient, first, 'awaiting_customer');
  const { id } = await askFor(patient, { phone });
  await waits(patient, id);
  const answer = await call<PresentedPayment>(patient, 'POST', `/v1/payments/${id}/cancel`);
  expect(answer).toMatchObject({
    status: 200,
    body: { state: 'failed', failure: { code: 'cancelled_by_merchant' }, waiting: null },
  });
  await until('the merchant to be told', () =>
    patient.webhooks.received.some(({ body }) => body.includes(id)),
  );
  await answerOpen(patient, phone, 'approve');
  await reaches(patient, first, 'succeeded');
  const { id: later } = await askFor(patient, { phone });
  await reaches(patient, later, 'awaiting_customer');
  expect(await promptsOf(patient, phone)).toHaveLength(2);
});

// Guarantees that a crowd of payments for one phone never has two prompts on it, and that each is
// paid once or provably prompted nobody (M18, M2).
it('has one prompt open at most on a phone that twenty payments want at once', async () => {
  const phone = freshPhone();
  const asked = await Promise.all(
    Array.from({ length: CROWD }, () => askFor(patient, { phone, amountKes: 10 })),
  );
  const ended = await Promise.all(
    asked.map(({ id }) =>
      until(
        `the end of ${id}`,
        async () => {
          const { body } = await call<PresentedPayment>(patient, 'GET', `/v1/payments/${id}`);
          return ['succeeded', 'failed'].includes(body.state) && body;
        },
        125_000,
      ),
    ),
  );
  const paid = ended.filter(({ state }) => state === 'succeeded');
  const refused = ended.filter(({ state }) => state === 'failed');
  expect(paid.length).toBeGreaterThan(1);
  for (const { failure } of refused) expect(failure?.code).toBe('phone_busy');
  expect(await promptsOf(patient, phone)).toHaveLength(paid.length);
  expect(await debitsOf(patient, phone)).toHaveLength(paid.length);
  expect(await refusedPushes(patient)).toEqual([]);
}, 150_000);

/** What is left of a payment when what must differ between any two is taken away. */
function withoutItsOwn(payment: PresentedPayment) {
  const { id: _id, reference: _reference, shortcode: _shortcode, ...rest } = payment;
  const { createdAt: _createdAt, outcomeAt: _outcomeAt, timeline, retry, ...same } = rest;
  return {
    ...same,
    timeline: timeline.map(({ at: _at, ...entry }) => entry),
    retry: { ...retry, notBefore: typeof retry?.notBefore },
  };
}

// Guarantees that who waited long enough is refused without a prompt, and learns nothing of who
// holds the phone: the answer is the same whether the prompt is one's own or another's (A65).
it('fails after the wait with the same answer to the holder and to others', async () => {
  const other = await asAnother(strict);
  const phone = await manualPhone(strict);
  const { id: holder } = await askFor(strict, { phone });
  await reaches(strict, holder, 'awaiting_customer');
  const [own, foreign] = await Promise.all([askFor(strict, { phone }), askFor(other, { phone })]);
  const ended = [
    await reaches(strict, own.id, 'failed'),
    await reaches(other, foreign.id, 'failed'),
  ] as const;
  for (const payment of ended) {
    expect(payment).toMatchObject({ failure: { code: 'phone_busy' }, retry: { safe: true } });
    const notBeforeMs = Date.parse(payment.retry?.notBefore ?? '');
    expect(notBeforeMs % MINUTE_MS).toBe(0);
    expect(notBeforeMs).toBeGreaterThan(Date.parse(payment.outcomeAt ?? ''));
  }
  expect(withoutItsOwn(ended[0])).toEqual(withoutItsOwn(ended[1]));
  expect(JSON.stringify(ended[1])).not.toContain(holder);
  expect(await promptsOf(strict, phone)).toHaveLength(1);
  await answerOpen(strict, phone, 'approve');
  await reaches(strict, holder, 'succeeded');
});

// Guarantees that a phone gets no more prompts in ten minutes than are allowed, over all merchants,
// and that payments which prompted nobody do not count (M18).
it('refuses the prompt that would be one too many in ten minutes', async () => {
  const other = await asAnother(strict);
  const phone = freshPhone();
  for (const system of [strict, other, strict]) {
    const { id } = await askFor(system, { phone });
    await reaches(system, id, 'succeeded');
  }
  for (const system of [strict, other]) {
    const { id } = await askFor(system, { phone });
    const refused = await reaches(system, id, 'failed');
    expect(refused).toMatchObject({ failure: { code: 'phone_busy' }, retry: { safe: true } });
    const inMs = Date.parse(refused.retry?.notBefore ?? '') - Date.now();
    expect(inMs).toBeGreaterThan(8 * MINUTE_MS);
    expect(inMs).toBeLessThanOrEqual(11 * MINUTE_MS);
  }
  expect(await promptsOf(strict, phone)).toHaveLength(3);
  const { values } = await strict.metrics.phoneBusy.get();
  expect(values).toContainEqual({
    labels: { result: 'refused', reason: 'ten_minutes' },
    value: 2,
  });
});

// Guarantees that a customer who cancelled a prompt is left alone for a while by everybody (M18).
it('does not prompt a phone again right after its customer cancelled', async () => {
  const other = await asAnother(strict);
  const phone = freshPhone();
  await strict.simulator.control('POST', `/phones/${phone}`, { behaviour: 'cancel', delayMs: 20 });
  const { id } = await askFor(strict, { phone });
  await reaches(strict, id, 'failed');
  const { id: again } = await askFor(other, { phone });
  const refused = await reaches(other, again, 'failed');
  expect(refused).toMatchObject({ failure: { code: 'phone_busy' }, retry: { safe: true } });
  expect(Date.parse(refused.retry?.notBefore ?? '') - Date.now()).toBeLessThan(2 * MINUTE_MS);
  expect(await promptsOf(strict, phone)).toHaveLength(1);
});

import { paymentOwner } from '../../domain/values/owner';
import { randomUUID } from 'node:crypto';
import type { PresentedPayment } from '../../api/public/payments/presentPayment';
import type { PaymentId } from '../../domain/values/ids';
import { callbackBody, postCallback, tokenSpy, type Push } from '../kit/callbacks';
import { type CuttableApi, startCuttableApi } from '../kit/cuttableApi';
import { freshPhone, freshReference } from '../kit/fresh';
import { debitsOf, expectBooksAgree, promptsOf } from '../kit/invariants';
import { askFor, call, reaches, type Answer } from '../kit/shop';
import { freshPayment } from '../kit/testStore';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;
let api: CuttableApi;
let pushes: Awaited<ReturnType<typeof tokenSpy>>;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.05' } });
  pushes = await tokenSpy(system);
  api = await startCuttableApi(system);
});
afterEach(async () => {
  api.toStore.restore();
  api.toEngine.restore();
  await until('both wires to be in use again', async () => (await look('/ready')).status === 200);
});
afterAll(async () => {
  await api.stop();
  await pushes.close();
  await system.stop();
});

async function look(path: string) {
  const response = await fetch(api.system.urls.operations + path);
  const body: unknown = await response.json();
  return { status: response.status, body };
}

function request() {
  const phone = freshPhone();
  const key = randomUUID();
  const body = { amountKes: 100, phone, reference: freshReference() };
  const create = (): Promise<Answer<PresentedPayment>> =>
    call(api.system, 'POST', '/v1/payments', { body, headers: { 'idempotency-key': key } });
  return { phone, key, create };
}

/** The first answer that is not 503: links that were cut take a moment to mend. */
function answered(create: () => Promise<Answer<PresentedPayment>>) {
  return until('an answer other than 503', async () => {
    const answer = await create();
    return answer.status !== 503 && answer;
  });
}

function findByKey(idempotencyKey: string) {
  const { merchantId } = system.merchant;
  return system.store.payments.findRepeat(freshPayment({ merchantId, idempotencyKey }));
}

/** The customer pays; what Safaricom calls back reaches the API whose wires are cut. */
async function payAndCallBack(phone: string, push: Push) {
  await system.simulator.control('POST', `/prompts/${push.checkoutRequestId}/approve`, {});
  const [debit] = await debitsOf(system, phone);
  const { pathname } = new URL(push.callbackUrl);
  const body = callbackBody(push).replace('UKN4A1B2C3', debit?.receipt ?? '');
  return { debit, answer: await postCallback(api.system.urls.callbacks + pathname, body) };
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; tookMs: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, tookMs: performance.now() - startedAt };
}

describe('while the engine is away', () => {
  // Guarantees that a payment which could not be started prompts nobody, and that repeating the
  // request starts that same payment, once (F30, F31, M12).
  it('keeps a new payment, answers 503, and starts it when the request is repeated', async () => {
    const { phone, key, create } = request();
    api.toEngine.cut();
    const refused = await create();
    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'engine_unavailable', status: 503, retry: 'unknown' },
    });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.headers.get('retry-after')).toBe('2');
    const kept = await findByKey(key);
    expect(kept?.payment).toMatchObject({ state: 'created', attempts: [], history: [] });
    expect(await promptsOf(system, phone)).toEqual([]);

    api.toEngine.restore();
    const again = await answered(create);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body.id).toBe(kept?.payment.paymentId);
    await reaches(system, again.body.id, 'succeeded');
    expect(await promptsOf(system, phone)).toHaveLength(1);
    await expectBooksAgree(system, again.body.id, phone);
  });

  // Guarantees that a start of which the engine's answer was lost makes no second payment and no
  // second prompt, however often it is repeated (F2, M12).
  it('starts a payment once when only the answer of the engine was lost', async () => {
    const { phone, key, create } = request();
    api.toEngine.freeze('answers');
    expect(await create()).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    const kept = await findByKey(key);
    await reaches(system, kept?.payment.paymentId ?? '', 'succeeded');
    api.toEngine.restore();
    const again = await answered(create);
    expect(again).toMatchObject({ status: 200, body: { id: kept?.payment.paymentId } });
    expect(await promptsOf(system, phone)).toHaveLength(1);
    await expectBooksAgree(system, again.body.id, phone);
  });

  it('shows a payment all the same', async () => {
    const { id } = await askFor(system);
    api.toEngine.cut();
    const shown = await call(api.system, 'GET', `/v1/payments/${id}`);
    expect(shown).toMatchObject({ status: 200, body: { id } });
  });

  // Guarantees that an acknowledged callback lies in the inbox though nothing could be woken, and
  // that its payment is decided without it (F30, M3, M16).
  it('keeps a callback, and the payment succeeds by its own timer later', async () => {
    const phone = freshPhone();
    await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
    const fault = { match: { msisdn: phone }, fault: { kind: 'callback_lost' } };
    await system.simulator.control('POST', '/faults', fault);
    const { id } = await askFor(system, { phone });
    const push = await pushes.of(phone);
    await reaches(system, id, 'awaiting_customer');
    await system.engine.stopWorkers();
    api.toEngine.cut();
    const { answer, debit } = await payAndCallBack(phone, push);
    expect(answer).toMatchObject({ status: 200, body: { ResultCode: 0 } });
    const inbox = await system.store.inbox.noticesFor(paymentOwner(id as PaymentId));
    expect(inbox).toMatchObject([{ evidence: { kind: 'callback', receipt: debit?.receipt } }]);
    expect(await system.store.payments.find(id as PaymentId)).toMatchObject({ evidence: [] });

    await system.engine.startWorkers();
    const paid = await reaches(system, id, 'succeeded');
    expect(paid.receipt).toBe(debit?.receipt);
    await expectBooksAgree(system, id, phone);
  });

  // Guarantees the same where the push's answer was lost too, so that nothing but the kept callback
  // can say what became of the payment (F2, F32).
  it('finds a kept callback in the inbox though Safaricom cannot be asked', async () => {
    const phone = freshPhone();
    await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
    for (const fault of [{ kind: 'callback_lost' }, { kind: 'http_error' }]) {
      await system.simulator.control('POST', '/faults', { match: { msisdn: phone }, fault });
    }
    const { id } = await askFor(system, { phone });
    const push = await pushes.of(phone);
    await reaches(system, id, 'unresolved');
    api.toEngine.cut();
    const { answer, debit } = await payAndCallBack(phone, push);
    expect(answer.status).toBe(200);
    const paid = await reaches(system, id, 'succeeded');
    expect(paid).toMatchObject({ grade: 'corroborated', receipt: debit?.receipt });
    await expectBooksAgree(system, id, phone);
  });
});

describe('while the store is away', () => {
  // Guarantees that nothing is prompted for what was never kept, and that the caller is told soon
  // enough to repeat it (F39, M12).
  it('answers 503 within ten seconds, and the repeat makes the payment', async () => {
    const { phone, key, create } = request();
    api.toStore.cut();
    const { result: refused, tookMs } = await timed(create);
    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'store_unavailable', retry: 'unknown' },
    });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(tookMs).toBeLessThan(10_000);
    expect(JSON.stringify(refused.body)).not.toMatch(/mongo|27017|127\.0\.0\.1/i);
    expect(await findByKey(key)).toBeNull();
    expect(await promptsOf(system, phone)).toEqual([]);

    api.toStore.restore();
    const again = await answered(create);
    expect(again.status).toBe(202);
    await reaches(system, again.body.id, 'succeeded');
    expect(await promptsOf(system, phone)).toHaveLength(1);
  });

  // Guarantees an answer in good time where the database is there but does not answer (F39).
  it('answers 503 when the store hangs, and the repeat makes one payment', async () => {
    const { phone, key, create } = request();
    api.toStore.freeze();
    const { result: refused, tookMs } = await timed(create);
    expect(refused).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(tookMs).toBeLessThan(20_000);
    api.toStore.restore();
    const again = await answered(create);
    await reaches(system, again.body.id, 'succeeded');
    expect((await findByKey(key))?.payment.paymentId).toBe(again.body.id);
    expect(await promptsOf(system, phone)).toHaveLength(1);
  });

  it('answers 503 to who asks for a payment', async () => {
    const { id } = await askFor(system);
    api.toStore.cut();
    const shown = await call(api.system, 'GET', `/v1/payments/${id}?waitSeconds=1`);
    expect(shown).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
  });
});

describe('readiness', () => {
  const ready = { status: 200, body: { status: 'ready', store: true, engine: true } };

  it.each([
    ['store', { store: false, engine: true }],
    ['engine', { store: true, engine: false }],
  ] as const)('names the %s when it is away, and stays alive', async (part, parts) => {
    expect(await look('/ready')).toEqual(ready);
    (part === 'store' ? api.toStore : api.toEngine).cut();
    expect(await look('/ready')).toEqual({
      status: 503,
      body: { status: 'not_ready', ...parts, remedies: [expect.stringMatching(/Start .*, or/)] },
    });
    expect(await look('/health')).toEqual({ status: 200, body: { status: 'ok' } });
  });
});

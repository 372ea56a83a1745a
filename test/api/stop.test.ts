import { freshPayment } from '../kit/testStore';
import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { PresentedPayment } from '../../api/public/payments/presentPayment';
import { freshPhone, freshReference } from '../kit/fresh';
import { askFor } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { openTcpProxy, type TcpProxy } from '../kit/tcpProxy';
import { until } from '../kit/until';
import { startProcess, type ProductProcess } from './productProcess';

let system: TestSystem;
let toEngine: TcpProxy;
let api: ProductProcess;

beforeAll(async () => {
  system = await startSystem();
  toEngine = await openTcpProxy(Number(system.config.TEMPORAL_ADDRESS.split(':')[1]));
});
beforeEach(async () => {
  toEngine.restore();
  const environment = { TEMPORAL_ADDRESS: `127.0.0.1:${toEngine.port}` };
  api = await startProcess(system, { script: 'api/main.ts', environment });
  await api.answersReady();
});
afterEach(() => api.stop());
afterAll(async () => {
  await toEngine.close();
  await system.stop();
});

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly agent: Agent;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly connection: string | undefined;
  readonly body: PresentedPayment;
}

function ask({ method, path, agent, key = randomUUID(), signal }: Asked): Promise<Answer> {
  const { hostname: host, port } = new URL(api.urls.api);
  const order = { amountKes: 100, phone: freshPhone(), reference: freshReference() };
  const headers = {
    authorization: `Bearer ${system.merchant.apiKey}`,
    ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': key } : {}),
  };
  return new Promise((resolve, reject) => {
    const options = { host, port, method, path, agent, headers, ...(signal && { signal }) };
    const sent = httpRequest(options, (response) => {
      readAll(response).then((text) => {
        const { statusCode: status = 0, headers: answered } = response;
        const body = JSON.parse(text) as PresentedPayment;
        resolve({ status, connection: answered.connection, body });
      }, reject);
    });
    sent.on('error', reject).end(method === 'POST' ? JSON.stringify(order) : undefined);
  });
}

async function readAll(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += String(part);
  return text;
}

function keptAlive(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

function codeOf(error: unknown): string {
  // Node's own errors are of another realm than the test, so `instanceof` says nothing here.
  return String(typeof error === 'object' && error && 'code' in error ? error.code : error);
}

/** Asks again and again on one connection until none can be made any more. */
async function askUntilRefused(asked: Omit<Asked, 'agent'>, seen: string[], ids: string[]) {
  const agent = keptAlive();
  for (;;) {
    try {
      const { status, body } = await ask({ ...asked, agent });
      seen.push(String(status));
      ids.push(body.id);
    } catch (error) {
      seen.push(codeOf(error));
      return agent.destroy();
    }
  }
}

async function hasWorkflow(paymentId: string): Promise<boolean> {
  const handle = system.client.workflow.getHandle(`payment:${paymentId}`);
  return handle.describe().then(
    () => true,
    () => false,
  );
}

// Guarantees that a deploy costs no answer: whatever was sent on an open connection is answered,
// and what was accepted has been started.
it('answers every request on a kept connection when it is told to stop', async () => {
  const { id } = await askFor(system);
  const seen: string[] = [];
  const ids: string[] = [];
  const reads = Array.from({ length: 12 }, () =>
    askUntilRefused({ method: 'GET', path: `/v1/payments/${id}` }, seen, []),
  );
  const creates = Array.from({ length: 4 }, () =>
    askUntilRefused({ method: 'POST', path: '/v1/payments' }, seen, ids),
  );
  await until('a busy API', () => seen.length > 100 && ids.length > 8);
  api.child.kill('SIGTERM');
  await Promise.all([...reads, ...creates]);
  expect(await api.ended).toBe(0);
  expect([...new Set(seen)].sort()).toEqual(['200', '202', 'ECONNREFUSED']);
  expect(seen.filter((outcome) => outcome === 'ECONNREFUSED')).toHaveLength(16);
  for (const paymentId of ids) expect(await hasWorkflow(paymentId)).toBe(true);
});

// Guarantees that a connection which was idle when the stop began may still ask, once.
it('says that the connection ends, and ends the process soon after', async () => {
  const { id } = await askFor(system);
  const agent = keptAlive();
  const asked = { method: 'GET', path: `/v1/payments/${id}`, agent } as const;
  expect(await ask(asked)).toMatchObject({ status: 200, connection: 'keep-alive' });
  const startedAt = performance.now();
  api.child.kill('SIGTERM');
  const answer = await until('an answer that closes', async () => {
    const { status, connection } = await ask(asked);
    return connection === 'close' && status;
  });
  expect(answer).toBe(200);
  expect(await api.ended).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  agent.destroy();
});

// Guarantees that a payment that was kept is started, though the stop came in between, and though
// its caller gave up meanwhile.
it.each([
  ['waits', false],
  ['has gone', true],
])('lets a create end whose caller %s', async (_what, hasGone) => {
  const key = randomUUID();
  const agent = keptAlive();
  const gone = new AbortController();
  toEngine.freeze();
  const { signal } = gone;
  const asked = ask({ method: 'POST', path: '/v1/payments', agent, key, signal }).then(
    ({ status }) => status,
    codeOf,
  );
  const { merchantId } = system.merchant;
  const found = await until('the payment to be kept', () =>
    system.store.payments.findRepeat(freshPayment({ merchantId, idempotencyKey: key })),
  );
  if (hasGone) gone.abort();
  api.child.kill('SIGTERM');
  await until('the listener to be closed', async () => {
    const probe = keptAlive();
    return ask({ method: 'GET', path: '/', agent: probe }).then(
      () => false,
      (error) => codeOf(error) === 'ECONNREFUSED',
    );
  });
  toEngine.restore();
  expect(await asked).toBe(hasGone ? 'ABORT_ERR' : 202);
  expect(await api.ended).toBe(0);
  expect(await hasWorkflow(found.payment.paymentId)).toBe(true);
  agent.destroy();
});

// Guarantees that someone who waits for an outcome is told the present state instead of nothing.
it('answers who waits for an outcome, before it ends', async () => {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  const agent = keptAlive();
  const path = `/v1/payments/${id}?waitSeconds=60`;
  const waiting = ask({ method: 'GET', path, agent });
  await until('the request to be on its way', () => Object.keys(agent.sockets).length > 0);
  await ask({ method: 'GET', path: `/v1/payments/${id}`, agent: keptAlive() });
  api.child.kill('SIGTERM');
  expect(await waiting).toMatchObject({ status: 200, connection: 'close', body: { id } });
  expect(await api.ended).toBe(0);
});

import { randomBytes, randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { google } from '@temporalio/proto';
import { registerSearchAttributes } from '../../engine/searchAttributeSetup';
import { freshPhone, freshReference } from '../kit/fresh';
import { call } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { openTcpProxy, type TcpProxy } from '../kit/tcpProxy';
import { until } from '../kit/until';
import { startProcess, type ProductProcess } from './productProcess';

const { Duration } = google.protobuf;

let system: TestSystem;
let running: ProductProcess | null = null;

beforeAll(async () => {
  system = await startSystem();
});
afterEach(async () => running?.stop());
afterAll(async () => system.stop());

function create(api: ProductProcess) {
  const headers = { 'idempotency-key': randomUUID() };
  const body = { amountKes: 100, phone: freshPhone(), reference: freshReference() };
  const through = { ...system, urls: { ...system.urls, api: api.urls.api } };
  return () => call(through, 'POST', '/v1/payments', { headers, body });
}

describe('an API whose engine is not set up', () => {
  // Guarantees that readiness says what a create needs, and that both name the remedy.
  it('is not ready and refuses creates where search attributes are missing', async () => {
    const namespace = `bare-${randomUUID().slice(0, 8)}`;
    await system.client.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: Duration.fromObject({ seconds: 86_400 }),
    });
    const environment = { TEMPORAL_NAMESPACE: namespace };
    const api = (running = await startProcess(system, { script: 'api/main.ts', environment }));
    expect(await api.answersReady(503)).toMatchObject({
      status: 'not_ready',
      store: true,
      engine: false,
      remedies: [expect.stringMatching(/search attribute .*PaymentStatus.*npm run setup/)],
    });
    const ask = create(api);
    expect(await ask()).toMatchObject({
      status: 503,
      body: { code: 'engine_not_set_up', remedy: expect.stringContaining('npm run setup') },
    });
    const connection = await Connection.connect({ address: system.config.TEMPORAL_ADDRESS });
    await registerSearchAttributes(connection, namespace);
    await connection.close();
    await api.answersReady(200);
    expect((await ask()).status).toBe(200);
  });

  it('is not ready and refuses creates where the namespace is missing', async () => {
    const environment = { TEMPORAL_NAMESPACE: 'nobody-made-it' };
    const api = (running = await startProcess(system, { script: 'api/main.ts', environment }));
    expect(await api.answersReady(503)).toMatchObject({
      remedies: [expect.stringMatching(/no namespace "nobody-made-it".*npm run setup/)],
    });
    expect(await create(api)()).toMatchObject({ status: 503, body: { code: 'engine_not_set_up' } });
  });
});

describe('a worker whose engine does not answer', () => {
  let toEngine: TcpProxy;
  beforeAll(async () => {
    toEngine = await openTcpProxy(Number(system.config.TEMPORAL_ADDRESS.split(':')[1]));
  });
  afterAll(() => toEngine.close());

  // Guarantees that readiness tells within seconds, whether the engine is gone or frozen.
  it.each(['freeze', 'cut'] as const)(
    'is not ready after a %s, and ready again after it',
    async (how) => {
      toEngine.restore();
      const environment = { TEMPORAL_ADDRESS: `127.0.0.1:${toEngine.port}` };
      const worker = (running = await startProcess(system, {
        script: 'workers/main.ts',
        environment,
      }));
      expect(await worker.answersReady()).toEqual({
        status: 'ready',
        store: true,
        engine: true,
        workers: true,
      });
      toEngine[how]();
      const startedAt = performance.now();
      expect(await worker.answersReady(503)).toMatchObject({ store: true, engine: false });
      expect(performance.now() - startedAt).toBeLessThan(5_000);
      toEngine.restore();
      await worker.answersReady(200);
    },
  );
});

// Guarantees that a process with wrong keys ends at once and names the setting.
it.each(['api/main.ts', 'workers/main.ts'] as const)('%s refuses wrong keys', async (script) => {
  const ENCRYPTION_KEYS = `other:${randomBytes(32).toString('base64')}`;
  const refused = (running = await startProcess(system, {
    script,
    environment: { ENCRYPTION_KEYS },
  }));
  expect(await refused.ended).toBe(1);
  await until('the reason', () => refused.said().includes('ENCRYPTION_KEYS lacks the key "test"'));
});

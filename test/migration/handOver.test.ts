import { SCHEMA_VERSION } from '../../store/mongo/schemaVersion';
import { createConnection, type Connection } from 'mongoose';
import { createDarajaClient } from '../../daraja/client';
import { DARAJA_LIMITS } from '../../daraja/http/limits';
import type { MerchantId, PaymentId } from '../../domain/values/ids';
import { paymentOwner } from '../../domain/values/owner';
import { Secret } from '../../domain/values/secret';
import { openStore } from '../../store/store';
import { createMetrics } from '../../telemetry/metrics/metrics';
import { paymentWorkflowId } from '../../workflows/messages';
import { setUp } from '../../wiring/setUp';
import { createKeyring } from '../../wiring/store';
import { sandboxShortcode } from '../kit/demoMerchant';
import { promptsOf } from '../kit/invariants';
import { call, reaches } from '../kit/shop';
import { startSimulator, type SimulatorProcess } from '../kit/simulatorProcess';
import type { TestSystem } from '../kit/system';
import { until } from '../kit/until';
import { openWebhookInbox, type WebhookInbox } from '../kit/webhookInbox';
import { startFormerEngine, type FormerEngine } from './formerEngine';
import {
  formerConfig,
  formerDatabase,
  shiftedToNow,
  withHandle,
  writeFormer,
} from './formerRelease';
import { startThisRelease } from './thisRelease';

const former = shiftedToNow(formerDatabase());
const config = formerConfig(former, { TIMING_SCALE: '0.05' });
const lines: string[] = [];
let simulator: SimulatorProcess;
let webhooks: WebhookInbox;
let raw: Connection;
let before: FormerEngine;
let system: TestSystem | null = null;

beforeAll(async () => {
  simulator = await startSimulator(['--log-level', 'silent', '--approve-delay-ms', '50']);
  webhooks = await openWebhookInbox();
  raw = await createConnection(config.MONGODB_URI.expose(), {
    dbName: config.MONGODB_DATABASE,
  }).asPromise();
  before = await startFormerEngine(config);
});
afterAll(async () => {
  await system?.stop();
  await before.stopWorkers();
  await before.close();
  await raw.close();
  await webhooks.close();
  await simulator.stop();
});

function made(name: string) {
  const found = former.made.find((payment) => payment.name === name);
  const document = former.collections.payments.find(({ _id }) => _id === found?.paymentId);
  if (!found || !document) throw new Error(`No fixture "${name}".`);
  return { ...found, document };
}

/** The former release's prompt is on the phone: Safaricom and the fixture know its handle. */
async function promptAsBefore(name: string): Promise<void> {
  const { document, request, paymentId } = made(name);
  await simulator.control('POST', `/phones/${request.phone}`, { behaviour: 'manual' });
  const metrics = createMetrics('test');
  const clock = { nowMs: () => Date.now() };
  const client = createDarajaClient(
    { clock, metrics, logExchange: () => undefined },
    DARAJA_LIMITS,
  );
  const shortcode = sandboxShortcode(former.merchantId as MerchantId, simulator.url);
  const pushed = await client.stkPush(shortcode, {
    subject: paymentOwner(paymentId as PaymentId),
    amountKes: document['amountKes'] as never,
    msisdn: request.phone as never,
    callbackUrl: new Secret('http://127.0.0.1:1/callbacks/stk'),
    reference: request.reference as never,
    description: 'Order',
  });
  await client.close();
  if (pushed.kind !== 'accepted') throw new Error(`The push was ${pushed.kind}.`);
  withHandle(document, pushed.checkoutRequestId, createKeyring(config));
}

function setUpNow(quietMs: number, say = (line: string) => void lines.push(line)) {
  return setUp({ config, say, quietMs });
}

/** Runs of the former release, by workflow. */
const runs = new Map<string, string>();

async function startFormerRuns(): Promise<void> {
  for (const { paymentId } of former.made) {
    runs.set(paymentWorkflowId(paymentId as PaymentId), await before.runPayment(paymentId));
  }
  const [event] = made('succeeded, event pending').document['outbox'] as { eventId: string }[];
  const workflowId = `webhook:${event?.eventId}`;
  runs.set(workflowId, await before.runWebhook(workflowId));
}

async function statusOf(workflowId: string, runId?: string): Promise<string> {
  const { status } = await before.client.workflow.getHandle(workflowId, runId).describe();
  return status.name;
}

it('refuses to begin while a worker of the former release runs', async () => {
  await promptAsBefore('awaiting_customer');
  await writeFormer(raw, former);
  await startFormerRuns();
  // A worker that has nothing to do asks once a minute; one that works asks at once.
  const refused = setUpNow(70_000).catch((error: unknown) => error);
  let isOver = false;
  void refused.finally(() => (isOver = true));
  for (let work = 0; !isOver; work += 1) await before.runPayment(`pay_busy_${work}`);
  expect(String(await refused)).toMatch(/A worker still runs .*Stop the API and every worker/);
  expect(lines[0]).toContain('must be stopped now');
  expect(await raw.collection('schemaVersion').findOne()).toMatchObject({ version: 1 });
});

// Guarantees that a new key in place of the former one is noticed before anything is changed.
it('refuses keys that are not those of the former release', async () => {
  const refuse = (overrides: Readonly<Record<string, string>>) => {
    const { MONGODB_DATABASE, TASK_QUEUE_PREFIX } = config;
    const named = { MONGODB_DATABASE, TASK_QUEUE_PREFIX, ...overrides };
    return setUp({ config: formerConfig(former, named), say: () => undefined, quietMs: 0 });
  };
  const key = Buffer.alloc(32, 1).toString('base64');
  await expect(refuse({ LOOKUP_HASH_KEY: key })).rejects.toThrow('PHONE_HASH_KEY had');
  await expect(refuse({ ENCRYPTION_KEYS: `new:${key}` })).rejects.toThrow('No encryption key');
  expect(await raw.collection('schemaVersion').findOne()).toMatchObject({ version: 1 });
});

it('lets no process of this release start before the former runs have ended', async () => {
  await before.stopWorkers();
  const cutOff = setUpNow(2_000, (line) => {
    if (line.includes('The search attributes')) throw new Error('cut off');
  });
  await expect(cutOff).rejects.toThrow('cut off');
  const options = {
    uri: config.MONGODB_URI,
    database: config.MONGODB_DATABASE,
    maxPoolSize: 2,
  };
  const opening = openStore(options, createKeyring(config));
  await expect(opening).rejects.toThrow('Workflows of the former release may still run');
});

// Guarantees that the engine holds nothing afterwards that this release cannot replay, that nothing
// of another system is touched, and that every unfinished payment has a run of its own again.
it('ends the former runs and starts every unfinished payment again', async () => {
  const foreign = await before.runPayment('pay_of_another_system', `${config.TASK_QUEUE_PREFIX}x`);
  await setUpNow(2_000);
  for (const [workflowId, runId] of runs) {
    expect([workflowId, await statusOf(workflowId, runId)]).toEqual([workflowId, 'TERMINATED']);
  }
  expect(await statusOf('payment:pay_of_another_system', foreign)).toBe('RUNNING');
  await before.client.workflow.getHandle('payment:pay_of_another_system').terminate('done');
  const said = lines.filter((line) => line.startsWith('Unfinished payments:'));
  expect(said).toEqual([expect.stringMatching(/: 11 started, 0 running already, 0 failed\.$/)]);
  expect(await raw.collection('schemaVersion').findOne()).toMatchObject({
    version: SCHEMA_VERSION,
    handOver: null,
  });
});

it('ends nothing when set-up is run once more', async () => {
  const workflowId = paymentWorkflowId(made('awaiting_customer').paymentId as PaymentId);
  await setUpNow(2_000);
  expect(await statusOf(workflowId)).toBe('RUNNING');
});

// Guarantees that a payment of the former release goes on: read by the API, decided by its own
// prompt without a second one, and its merchant told once of what was pending.
it('goes on with the payments of the former release', async () => {
  const { merchantId, apiKey } = former;
  const parts = { config, simulator, webhooks, apiKey, merchantId: merchantId as MerchantId };
  system = await startThisRelease(parts);
  for (const { paymentId, request } of former.made) {
    const { status, body } = await call(system, 'GET', `/v1/payments/${paymentId}`);
    expect([status, body['reference']]).toEqual([200, request.reference]);
  }
  const { paymentId, request } = made('awaiting_customer');
  const [prompt] = await promptsOf(system, request.phone);
  await simulator.control('POST', `/prompts/${prompt?.checkoutRequestId}/approve`, {});
  await reaches(system, paymentId, 'succeeded');
  await until('all events to be delivered', async () => {
    const filter = { 'events.status': 'pending' };
    return (await raw.collection('moneyRecords').countDocuments(filter)) === 0;
  });
  await expectToldOnce();
  await expectNoSecondPrompt(system);
});

const NEVER_PROMPTED = ['created', 'created, push not sent twice'];

/** Only what provably never reached a phone may be asked for now. */
async function expectNoSecondPrompt(running: TestSystem): Promise<void> {
  for (const { name, request } of former.made) {
    const prompts = await promptsOf(running, request.phone);
    if (NEVER_PROMPTED.includes(name)) expect(prompts.length).toBeLessThanOrEqual(1);
    else expect([name, prompts.length]).toEqual([name, name === 'awaiting_customer' ? 1 : 0]);
  }
}

async function expectToldOnce(): Promise<void> {
  const told = webhooks.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(told).size).toBe(told.length);
  for (const { document } of former.made.map(({ name }) => made(name))) {
    const outbox = document['outbox'] as { eventId: string; status: string; body: string }[];
    for (const { eventId, status, body } of outbox) {
      const sent = webhooks.received.filter(({ headers }) => headers['webhook-id'] === eventId);
      expect(sent.map((webhook) => webhook.body)).toEqual(status === 'pending' ? [body] : []);
    }
  }
}

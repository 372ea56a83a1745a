import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { createConnection, type Connection } from 'mongoose';
import { rootDir } from '../../dev/places';
import type { Payment } from '../../domain/payment/payment';
import type { PaymentId } from '../../domain/values/ids';
import { createPaymentStarter } from '../../engine/paymentEngine';
import { restartPayments } from '../../engine/restartPayments';
import { connectEngine } from '../../wiring/engine';
import { openStore, setUpStore, type Store } from '../../store/store';
import { createKeyring } from '../../wiring/store';
import { givenServer, testConfig } from '../kit/testConfig';
import { freshPayment } from '../kit/testStore';

const ENVIRONMENT = {
  HAKIKA_ENV: 'local',
  ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
  LOOKUP_HASH_KEY: randomBytes(32).toString('base64'),
  CALLBACK_PROOF_KEY: randomBytes(32).toString('base64'),
  CALLBACK_BASE_URL: 'http://127.0.0.1:1',
};

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as an operator does, on a database of the test's own. */
async function command(): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    ...ENVIRONMENT,
    MONGODB_URI: config.MONGODB_URI.expose(),
    MONGODB_DATABASE: config.MONGODB_DATABASE,
    TEMPORAL_ADDRESS: givenServer('TEST_TEMPORAL_ADDRESS'),
    TASK_QUEUE_PREFIX: config.TASK_QUEUE_PREFIX,
  };
  const args = ['dev/run.cjs', 'workers/restartPayments.ts'];
  return promisify(execFile)(process.execPath, args, { cwd: rootDir, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => error,
  );
}

const config = testConfig(ENVIRONMENT);
let store: Store;
let raw: Connection;

beforeAll(async () => {
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = config;
  await setUpStore({ uri, database, maxPoolSize: 2 });
  store = await openStore({ uri, database, maxPoolSize: 2 }, createKeyring(config));
  raw = await createConnection(uri.expose(), { dbName: database }).asPromise();
});
afterAll(async () => {
  await raw.close();
  await store.close();
});

async function stored(): Promise<PaymentId> {
  const created = freshPayment();
  await store.payments.insert(created);
  return created.payment.paymentId;
}

// Guarantees that an operator who runs the command learns what it did, and that one payment which
// cannot be read neither hides behind an exit code of 0 nor holds up the others.
it('prints what it did, and fails when a payment could not be started', async () => {
  const ids = [await stored(), await stored(), await stored()];
  const first = await command();
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('Unfinished payments: 3 started, 0 running already, 0 failed.');
  const records = raw.collection('moneyRecords');
  await records.updateOne({ _id: ids[0] as never }, { $set: { amountKes: 'many' } });
  await stored();
  const second = await command();
  expect(second.code).toBe(1);
  expect(second.stdout).toContain(`${ids[0]} could not be started: A stored payment is corrupt`);
  expect(second.stdout).toContain('Unfinished payments: 1 started, 2 running already, 1 failed.');
});

it('takes the oldest payment first', async () => {
  const listed: string[] = [];
  for await (const id of store.payments.unfinished()) listed.push(id);
  expect(listed.length).toBeGreaterThan(3);
  expect(listed).toEqual([...listed].sort());
});

// Guarantees that the command gives up soon when the engine is unavailable, however many payments
// there are: it must be started again anyway.
it('stops after a hundred failures in a row', async () => {
  async function* endless(): AsyncGenerator<PaymentId> {
    for (;;) yield Promise.resolve('pay_0' as PaymentId);
  }
  const payments = { unfinished: endless, find: () => Promise.resolve({} as Payment) };
  const start = () => Promise.reject(new Error('no engine'));
  const lines: string[] = [];
  const run = restartPayments({ payments, start, say: (line) => void lines.push(line) });
  await expect(run).rejects.toThrow('100 payments in a row could not be started');
  expect(lines).toHaveLength(20);
});

it('leaves a running workflow alone', async () => {
  const { client, connection } = await connectEngine(config, createKeyring(config));
  const start = createPaymentStarter(client, `other-${config.TASK_QUEUE_PREFIX}`);
  const { payment } = freshPayment();
  expect(await start(payment)).toBe('started');
  expect(await start(payment)).toBe('running');
  await connection.close();
});

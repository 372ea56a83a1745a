import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mongoose';
import { Secret } from '../../domain/values/secret';
import type { StoreOptions } from '../../store/mongo/connection';
import { GUARD_INDEXES } from '../../store/mongo/indexes';
import { UnfitDatabaseError } from '../../store/mongo/preflight';
import { openStore, setUpStore } from '../../store/store';
import { testConfig } from '../kit/testConfig';
import { startStandaloneMongo } from '../kit/standaloneMongo';
import { createKeyring } from '../../wiring/store';

function fresh() {
  const config = testConfig();
  const options = { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 };
  return { options, open: () => openStore(options, createKeyring(config)) };
}

async function tamper(
  { uri, database }: StoreOptions,
  step: (connection: ReturnType<typeof createConnection>) => Promise<unknown>,
): Promise<void> {
  const connection = createConnection(uri.expose(), { dbName: database });
  await connection.asPromise();
  await step(connection);
  await connection.close();
}

it('refuses a database that was never set up, and says what to run', async () => {
  await expect(fresh().open()).rejects.toThrow(/not set up: run "npm run setup"/);
});

// Guarantees that no process serves without the guard that an index is (F43).
it.each(GUARD_INDEXES.map((index) => [`${index.collection}.${index.name}`, index] as const))(
  'refuses a database without the index %s',
  async (name, { collection, name: indexName }) => {
    const { options, open } = fresh();
    await setUpStore(options);
    await tamper(options, (connection) => connection.collection(collection).dropIndex(indexName));
    await expect(open()).rejects.toThrow(`lacks the index ${name}: run "npm run setup"`);
  },
);

it('refuses an index that is there by name but does not guard', async () => {
  const { options, open } = fresh();
  await setUpStore(options);
  await tamper(options, async (connection) => {
    const payments = connection.collection('moneyRecords');
    await payments.dropIndex('receipt');
    await payments.createIndex({ receipt: 1 }, { name: 'receipt' });
  });
  await expect(open()).rejects.toThrow('lacks the index payments.receipt');
});

it('refuses a schema version that it does not know, older or newer', async () => {
  const { options, open } = fresh();
  await setUpStore(options);
  const setVersion = (version: number) =>
    tamper(options, (connection) =>
      connection.collection('schemaVersion').updateOne({}, { $set: { version } }),
    );
  await setVersion(99);
  await expect(open()).rejects.toThrow(/schema version 99, this program knows 1/);
  await expect(setUpStore(options)).rejects.toThrow(/newer than the 1 known here/);
  await setVersion(0);
  await expect(open()).rejects.toThrow(/schema version 0/);
});

// Guarantees that an acknowledged write is on a majority's journal, not in one server's memory.
it('refuses a standalone server', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hakika-standalone-'));
  const server = await startStandaloneMongo(dataDir);
  try {
    const options = { uri: new Secret(server.uri), database: 'standalone', maxPoolSize: 2 };
    const refusal = setUpStore(options);
    await expect(refusal).rejects.toThrow(UnfitDatabaseError);
    await expect(refusal).rejects.toThrow(/standalone.*rs\.initiate\(\)/s);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

it('opens a database that is set up, and setting up twice is harmless', async () => {
  const { options, open } = fresh();
  await setUpStore(options);
  await setUpStore(options);
  const store = await open();
  expect(await store.isReachable()).toBe(true);
  await store.close();
});

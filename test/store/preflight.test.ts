import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mongoose';
import { Secret } from '../../domain/values/secret';
import type { StoreOptions } from '../../store/mongo/connection';
import { GUARD_INDEXES, QUERY_INDEXES } from '../../store/mongo/indexes';
import { UnfitDatabaseError } from '../../store/mongo/preflight';
import { openStore, setUpStore } from '../../store/store';
import { testConfig } from '../kit/testConfig';
import { startStandaloneMongo } from '../kit/standaloneMongo';
import { createKeyring } from '../../wiring/store';

function fresh() {
  const config = testConfig();
  const options = { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 };
  // Closed at once: whether it opens is all that is asked here.
  const open = async () => (await openStore(options, createKeyring(config))).close();
  return { options, open };
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

const named = (rules: typeof GUARD_INDEXES) =>
  rules.map((index) => [`${index.collection}.${index.name}`, index] as const);

// Guarantees that no process serves without the guard that an index is (F43).
it.each(named(GUARD_INDEXES))(
  'refuses a database without the guard index %s',
  async (name, { collection, name: indexName }) => {
    const { options, open } = fresh();
    await setUpStore(options);
    await tamper(options, (connection) => connection.collection(collection).dropIndex(indexName));
    await expect(open()).rejects.toThrow(`lacks the index ${name}: run "npm run setup"`);
    await setUpStore(options);
    await open();
  },
);

// Guarantees that an index which only makes questions fast never keeps a process from serving.
it('starts without the query indexes, and set-up adds them', async () => {
  const { options, open } = fresh();
  await setUpStore(options);
  await tamper(options, async (connection) => {
    for (const { collection, name } of QUERY_INDEXES) {
      await connection.collection(collection).dropIndex(name);
    }
  });
  await open();
  await setUpStore(options);
  await tamper(options, async (connection) => {
    for (const { collection, name } of QUERY_INDEXES) {
      const present = await connection.collection(collection).indexes();
      expect(present.map((index) => index.name)).toContain(name);
    }
  });
});

it('refuses an index that is there by name but does not guard', async () => {
  const { options, open } = fresh();
  await setUpStore(options);
  await tamper(options, async (connection) => {
    const records = connection.collection('moneyRecords');
    await records.dropIndex('receipt');
    await records.createIndex({ receipt: 1 }, { name: 'receipt' });
  });
  await expect(open()).rejects.toThrow('lacks the index moneyRecords.receipt');
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
  await open();
});

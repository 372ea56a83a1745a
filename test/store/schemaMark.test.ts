import { createConnection, type Connection } from 'mongoose';
import { SCHEMA_VERSION } from '../../store/mongo/schemaVersion';
import { openStore, setUpStore } from '../../store/store';
import { createKeyring } from '../../wiring/store';
import { testConfig } from '../kit/testConfig';

const config = testConfig();
let raw: Connection;

beforeAll(async () => {
  raw = await createConnection(config.MONGODB_URI.expose(), {
    dbName: config.MONGODB_DATABASE,
  }).asPromise();
});
beforeEach(async () => {
  await raw.dropDatabase();
  await setUpStore(options);
});
afterAll(() => raw.close());

const options = { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 };

/** Closed at once: whether it opens is all that is asked here. */
async function open(): Promise<string> {
  await (await openStore(options, createKeyring(config))).close();
  return 'open';
}

function marked(fields: Record<string, unknown>): Promise<unknown> {
  return raw.collection('schemaVersion').replaceOne({}, { name: 'hakika', ...fields });
}

it('marks an empty database as being of its own shape, with nothing to hand over', async () => {
  const mark = await raw.collection('schemaVersion').findOne();
  expect(mark).toMatchObject({ version: SCHEMA_VERSION, usableFrom: 2, handOver: null });
  expect(await open()).toBe('open');
});

it('refuses an older database, and says how to migrate it', async () => {
  await marked({ version: SCHEMA_VERSION - 1, usableFrom: 1 });
  await expect(open()).rejects.toThrow(
    'schema version 2, this program needs at least 3: run "npm run setup" to migrate',
  );
});

// The first release wrote its version and nothing else, and no other release can use its documents.
it('takes a mark without usableFrom for one that only its own release can use', async () => {
  await marked({ version: 1 });
  await expect(open()).rejects.toThrow('needs at least 3');
  await marked({ version: 4 });
  await expect(open()).rejects.toThrow('programs from 4 on can use');
});

// Guarantees that two releases can run beside each other when the newer one's migration allows it.
it('starts beside a newer release that allows it, and its set-up changes nothing', async () => {
  await marked({ version: 5, usableFrom: SCHEMA_VERSION });
  await raw.collection('moneyRecords').dropIndex('sweep_due');
  expect(await open()).toBe('open');
  const lines: string[] = [];
  await setUpStore(options, (line) => lines.push(line));
  expect(lines).toEqual(['A newer release has set the database up (schema version 5).']);
  const names = (await raw.collection('moneyRecords').indexes()).map(({ name }) => name);
  expect(names).not.toContain('sweep_due');
  const mark = await raw.collection('schemaVersion').findOne();
  expect(mark).toMatchObject({ version: 5, usableFrom: SCHEMA_VERSION });
});

it('refuses a newer database that it cannot use, at start and at set-up', async () => {
  await marked({ version: 5, usableFrom: 4 });
  const refusal = /version 5, which programs from 4 on can use; this one knows at most 3/;
  await expect(open()).rejects.toThrow(refusal);
  await expect(setUpStore(options)).rejects.toThrow(refusal);
});

// Guarantees that no new process runs while workflows of the former release may still run.
it('refuses a database whose hand-over has not ended the former workflows', async () => {
  await marked({ version: SCHEMA_VERSION, usableFrom: 2, handOver: 'end_workflows' });
  await expect(open()).rejects.toThrow(/former release may still run.*run "npm run setup" again/);
  await marked({ version: SCHEMA_VERSION, usableFrom: 2, handOver: 'restart_payments' });
  expect(await open()).toBe('open');
});

// Guarantees that a mark nobody can read is never taken for an empty database.
it('refuses a mark that is not what it writes', async () => {
  await marked({ version: 'two' });
  await expect(open()).rejects.toThrow('stored schema mark is corrupt at "version"');
  await expect(setUpStore(options)).rejects.toThrow('stored schema mark is corrupt');
});

it('refuses to set up documents of which nothing says the shape', async () => {
  await raw.collection('schemaVersion').deleteMany({});
  await raw.collection('payments').insertOne({ state: 'created' });
  await expect(setUpStore(options)).rejects.toThrow('documents in "payments" but no schema');
});

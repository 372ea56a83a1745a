import { createConnection, type Connection } from 'mongoose';
import { createIndexes } from '../../store/mongo/indexes';
import { migrate } from '../../store/mongo/migrations';
import { oneNamePerThing } from '../../store/mongo/migrations/0002-one-name-per-thing';
import { setUpStore } from '../../store/store';
import { formerConfig, formerDatabase, writeFormer, type Former } from './formerRelease';

const former = formerDatabase();
const config = formerConfig(former);
const options = { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 5 };
let raw: Connection;

beforeAll(async () => {
  raw = await createConnection(config.MONGODB_URI.expose(), {
    dbName: config.MONGODB_DATABASE,
  }).asPromise();
});
beforeEach(() => raw.dropDatabase());
afterAll(() => raw.close());

/** Small batches, so that there are many steps to be cut off between. */
const inSmallBatches = {
  ...oneNamePerThing,
  run: (connection: Connection, progress: (line: string) => void) =>
    oneNamePerThing.run(connection, progress, 4),
};

const WRITES: ReadonlySet<unknown> = new Set([
  ...['bulkWrite', 'updateOne', 'updateMany', 'rename', 'createIndex'],
]);

/** A connection that is lost right before the write of that number, counted from 0. */
function cutBefore(write: number): { connection: Connection; made: () => number } {
  let made = 0;
  const guarded = <T extends object>(target: T, get: (name: string | symbol) => unknown): T =>
    new Proxy(target, { get: (_target, name) => get(name) });
  const connection = guarded(raw, (name) => {
    if (name !== 'collection') return bound(raw, name);
    return (collection: string) => {
      const real = raw.collection(collection);
      return guarded(real, (method) => {
        const call = bound(real, method);
        if (!WRITES.has(method) || typeof call !== 'function') return call;
        return async (...args: unknown[]): Promise<unknown> => {
          if (made === write) throw new Error('cut off');
          made += 1;
          return (call as (...given: unknown[]) => unknown)(...args);
        };
      });
    };
  });
  return { connection, made: () => made };
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? (value.bind(target) as unknown) : value;
}

async function setUp(connection: Connection): Promise<void> {
  await migrate(connection, () => undefined, [inSmallBatches]);
  await createIndexes(connection);
}

async function contents(): Promise<string> {
  const names = (await raw.listCollections()).map(({ name }) => name).sort();
  const all = names.map(async (name) => {
    const indexes = (await raw.collection(name).indexes()).map((index) => index.name).sort();
    const documents = await raw.collection(name).find().sort({ _id: 1 }).toArray();
    // The mark alone is made by the test's writer, under an id of the driver's.
    return { name, indexes, documents: documents.map(({ _id, ...rest }) => [String(_id), rest]) };
  });
  return JSON.stringify(await Promise.all(all));
}

/** What of the former release's own documents is not there, under its old name or its new one. */
async function lost(): Promise<string[]> {
  const found = new Set<string>();
  for (const name of ['payments', 'former_payments', 'callbacks', 'former_callbacks']) {
    for (const document of await raw.collection(name).find().toArray()) {
      found.add(JSON.stringify(document));
    }
  }
  const { payments, callbacks } = former.collections;
  return [...payments, ...callbacks]
    .map((document) => JSON.stringify(document))
    .filter((document) => !found.has(document));
}

// Guarantees that a set-up may be killed between any two writes: nothing is lost meanwhile, and run
// again it ends where an undisturbed one does.
it('ends in the same database wherever it was cut off', async () => {
  await writeFormer(raw, former);
  const undisturbed = cutBefore(Infinity);
  await setUp(undisturbed.connection);
  const expected = await contents();
  expect(await lost()).toEqual([]);
  expect(undisturbed.made()).toBeGreaterThan(12);
  for (let write = 0; write < undisturbed.made(); write += 1) {
    await raw.dropDatabase();
    await writeFormer(raw, former);
    await expect(setUp(cutBefore(write).connection)).rejects.toThrow('cut off');
    expect(await lost()).toEqual([]);
    await setUp(raw);
    expect(await contents()).toBe(expected);
  }
});

it('changes nothing when it is run again', async () => {
  await writeFormer(raw, former);
  await setUp(raw);
  await setUpStore(options);
  const before = await contents();
  await setUp(raw);
  await setUpStore(options);
  expect(await contents()).toBe(before);
});

function altered(change: (payment: Former, entry: Record<string, unknown>) => void) {
  const copy = formerDatabase();
  const id = copy.made.find(({ name }) => name === 'succeeded')?.paymentId ?? '';
  const payment = copy.collections.payments.find(({ _id }) => _id === id);
  const history = payment?.['history'] as Record<string, unknown>[] | undefined;
  if (payment === undefined || history?.[1] === undefined) throw new Error('No such fixture.');
  change(payment, history[1]);
  return { copy, id };
}

// Guarantees that a migration, which chains histories again, cannot hide that one was altered.
it.each([
  ['a line was changed', (_payment: Former, entry: object) => ({ ...entry, detail: 'x' })],
  ['a moment was changed', (_payment: Former, entry: object) => ({ ...entry, at: new Date(5) })],
  ['a line is unreadable', (_payment: Former, entry: object) => ({ ...entry, at: 'then' })],
])('stops with the id of a payment in whose history %s', async (_what, change) => {
  const { copy, id } = altered((payment, entry) => {
    Object.assign(entry, change(payment, entry));
  });
  await expectStop(copy, id);
});

it.each([
  ['whose state is not where its history ends', { state: 'failed' }],
  ['whose history lost its end', { history: [] }],
  ['that holds two attempts', { attempts: [{}, {}] }],
])('stops with the id of a payment %s', async (_what, fields) => {
  const { copy, id } = altered((payment) => void Object.assign(payment, fields));
  await expectStop(copy, id);
});

async function expectStop(copy: typeof former, id: string): Promise<void> {
  await writeFormer(raw, copy);
  await expect(setUpStore(options)).rejects.toThrow(new RegExp(`Payment ${id} was altered`));
  const names = (await raw.listCollections()).map(({ name }) => name);
  expect(names).toContain('payments');
  expect(names.filter((name) => name.startsWith('former_'))).toEqual([]);
  expect(await raw.collection('schemaVersion').findOne()).toMatchObject({ version: 1 });
}

// Guarantees that a former process which was not stopped is noticed before its writes are lost.
it('refuses to set aside what was written to while it was copied', async () => {
  await writeFormer(raw, former);
  const [payment] = former.collections.payments;
  const _id = payment?._id as never;
  const write = () => raw.collection('payments').updateOne({ _id }, { $inc: { version: 1 } });
  const run = oneNamePerThing.run(afterCopying(write), () => undefined);
  await expect(run).rejects.toThrow(
    /was written while it was copied. Stop the API and the workers/,
  );
  await setUpStore(options);
  const copy = await raw.collection('moneyRecords').findOne({ _id });
  expect(copy?.['version']).toBe((payment?.['version'] as number) + 1);
});

/** Keys are given their roles after the copying and before the comparing: then `write` happens. */
function afterCopying(write: () => Promise<unknown>): Connection {
  const updateMany = async (...args: [object, object]) => {
    await write();
    return raw.collection('apiKeys').updateMany(...args);
  };
  const collection = (name: string) => (name === 'apiKeys' ? { updateMany } : raw.collection(name));
  return new Proxy(raw, {
    get: (target, name) => (name === 'collection' ? collection : bound(target, name)),
  });
}

it('stops when the former release wrote after its collections were set aside', async () => {
  await writeFormer(raw, former);
  const lastWrite = cutBefore(Infinity);
  await setUp(lastWrite.connection);
  await raw.collection('schemaVersion').updateOne({}, { $set: { version: 1 } });
  await raw.collection('payments').insertOne(former.collections.payments[0] as never);
  await expect(setUpStore(options)).rejects.toThrow('"payments" is there although');
});

import { randomBytes } from 'node:crypto';
import { Keyring, type EncryptionKey } from '../../crypto/keyring';
import { Secret } from '../../domain/values/secret';
import { openStore, setUpStore, type Store } from '../../store/store';
import { testConfig } from '../kit/testConfig';

const lookupKey = new Secret(randomBytes(32));
const open: Store[] = [];

afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

function key(keyId: string): EncryptionKey {
  return { keyId, key: new Secret(randomBytes(32)) };
}

async function newDatabase() {
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = testConfig();
  const options = { uri, database, maxPoolSize: 2 };
  await setUpStore(options);
  return async (keys: readonly EncryptionKey[], lookup = lookupKey) => {
    const store = await openStore(options, new Keyring(keys, lookup));
    open.push(store);
    return store;
  };
}

// Guarantees that keys which could not read what is stored are found at start, not by a payment.
describe('a process that starts with other keys than the rest', () => {
  const [first, second] = [key('first'), key('second')];

  it('starts again and again with the same ones', async () => {
    const start = await newDatabase();
    for (let starts = 0; starts < 3; starts += 1) await start([first]);
  });

  it('is refused where it lacks the key that others seal with', async () => {
    const start = await newDatabase();
    await start([first]);
    await expect(start([second])).rejects.toThrow(/ENCRYPTION_KEYS lacks the key "first"/);
    // The refused key must not have become one that others are held against.
    await start([first]);
  });

  it('is refused where it has other bytes under the same id', async () => {
    const start = await newDatabase();
    await start([first]);
    await expect(start([key('first')])).rejects.toThrow(
      /ENCRYPTION_KEYS gives another key as "first"/,
    );
    await expect(start([second, key('first')])).rejects.toThrow(/another key as "first"/);
  });

  it('is refused with another lookup key', async () => {
    const start = await newDatabase();
    await start([first]);
    await expect(start([first], new Secret(randomBytes(32)))).rejects.toThrow(
      /PHONE_HASH_KEY is not the key .*give the process the key/,
    );
  });

  it('is refused when two start at once with different keys', async () => {
    const start = await newDatabase();
    const starts = [start([first]), start([key('first')])];
    const outcomes = await Promise.allSettled(starts);
    expect(outcomes.filter(({ status }) => status === 'rejected')).not.toEqual([]);
  });

  // Guarantees the documented order of a rotation: first everybody can read the new key, then it
  // seals. A process that was left behind is refused instead of stalling payments.
  it('is let in at each step of a rotation in the right order, and refused in the wrong one', async () => {
    const start = await newDatabase();
    await start([first]);
    await start([first, second]);
    await start([first]);
    await start([second, first]);
    await start([first, second]);
    await expect(start([first])).rejects.toThrow(/ENCRYPTION_KEYS lacks the key "second"/);
  });
});

// Guarantees that a process which has the new key last reads what one that has it first seals.
it('reads with the new key as its last what another sealed with it', () => {
  const [old, young] = [key('old'), key('young')];
  const reader = new Keyring([old, young], lookupKey);
  const writer = new Keyring([young, old], lookupKey);
  expect(reader.open(writer.seal('a secret', 'test'), 'test').toString()).toBe('a secret');
  expect(writer.open(reader.seal('a secret', 'test'), 'test').toString()).toBe('a secret');
});

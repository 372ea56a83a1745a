import type { Connection } from 'mongoose';
import { z } from 'zod';
import { UnknownKeyError, type Keyring, type Sealed } from '../../crypto/keyring';

/** The keys are not those with which the database was written; the message names the setting. */
export class WrongKeyError extends Error {
  override readonly name = 'WrongKeyError';
}

const COLLECTION = 'keyProbes';
const PURPOSE = 'keyProbe';
const PLAIN = 'hakika';
const LOOKUP = 'lookup';
const DUPLICATE_KEY = 11_000;

const probeSchema = z.object({
  _id: z.string(),
  keyId: z.string().optional(),
  data: z.custom<{ readonly buffer: Uint8Array }>((value) => isBinary(value)).optional(),
  hash: z.string().optional(),
});

type Probe = z.infer<typeof probeSchema>;

/**
 * Refuses keys with which this process could not read what others write. Each process leaves a
 * probe of its sealing key and of its lookup key at its first start, and opens all that it finds.
 * @throws WrongKeyError naming the setting and the remedy.
 */
export async function assertSameKeys(connection: Connection, keyring: Keyring): Promise<void> {
  const sealed = keyring.seal(PLAIN, PURPOSE);
  const hash = keyring.lookupHash(PLAIN, PURPOSE);
  const sealing = `sealing:${sealed.keyId}`;
  // Before anything is left: keys that are wrong must not become what others are held against.
  for (const probe of await readProbes(connection)) check(probe, keyring, hash);
  await leave(connection, sealing, { keyId: sealed.keyId, data: sealed.data });
  await leave(connection, LOOKUP, { hash });
  // Another process may have started with other keys in the same moment.
  for (const probe of await readProbes(connection)) check(probe, keyring, hash);
}

async function readProbes(connection: Connection): Promise<Probe[]> {
  const documents = await connection.collection(COLLECTION).find().toArray();
  return documents.map((document) => probeSchema.parse(document));
}

async function leave(connection: Connection, id: string, fields: object): Promise<void> {
  const probes = connection.collection<{ _id: string }>(COLLECTION);
  try {
    await probes.updateOne({ _id: id }, { $setOnInsert: fields }, { upsert: true });
  } catch (error) {
    // Another process was first: its probe is read next.
    if (!(error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY)) throw error;
  }
}

function check({ keyId, data, hash }: Probe, keyring: Keyring, ownHash: string): void {
  if (hash !== undefined && hash !== ownHash) {
    throw new WrongKeyError(
      'PHONE_HASH_KEY is not the key with which this database was written: give the process the ' +
        'key that the others have. It cannot be changed without rewriting the stored hashes.',
    );
  }
  if (keyId === undefined || data === undefined) return;
  open({ keyId, data: Buffer.from(data.buffer) }, keyring);
}

function open(sealed: Sealed, keyring: Keyring): void {
  try {
    keyring.open(sealed, PURPOSE);
  } catch (cause) {
    const { keyId } = sealed;
    const problem =
      cause instanceof UnknownKeyError
        ? `ENCRYPTION_KEYS lacks the key "${keyId}", with which values in this database are sealed`
        : `ENCRYPTION_KEYS gives another key as "${keyId}" than the one that sealed this database`;
    throw new WrongKeyError(`${problem}: add the key that the other processes have.`, { cause });
  }
}

function isBinary(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'buffer' in value &&
    ArrayBuffer.isView(value.buffer)
  );
}

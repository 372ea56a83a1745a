import type { Connection } from 'mongoose';
import { hashOfEntry } from '../../../domain/machine/history';
import { sha256 } from '../../../crypto/sha256';
import { CorruptRecordError } from '../corruptRecord';
import type { Migration, Progress } from '.';

type Fields = Record<string, unknown>;

/** What the release before called otherwise. */
const FORMER_STEPS: Readonly<Record<string, string>> = { push_claimed: 'push_reserved' };
const FORMER_STATUSES: Readonly<Record<string, string>> = { claimed: 'reserved' };
const FORMER_SOURCES: Readonly<Record<string, string>> = {
  stk: 'stk_callback',
  transaction_status: 'transaction_status_result',
};

/**
 * From the documents of the first release to one name per thing: `payments` become records of the
 * kind payment in `moneyRecords`, the list of attempts its one push, the outbox its events, and
 * `callbacks` the inbox by owner. The hash chain of a history covers the names of its steps, so it
 * is checked as it stands and chained again. What the first release wrote is kept under
 * `former_…`, for a person to drop.
 */
export const oneNamePerThing: Migration = {
  version: 2,
  usableFrom: 2,
  async run(connection, progress) {
    await copy(connection, { from: 'payments', to: 'moneyRecords', change: record }, progress);
    await copy(connection, { from: 'callbacks', to: 'inbox', change: arrival }, progress);
    await connection
      .collection('apiKeys')
      .updateMany(
        { kind: { $exists: false } },
        { $set: { kind: 'merchant', roles: ['read', 'pay', 'refund'] } },
      );
    await setAside(connection, 'payments');
    await setAside(connection, 'callbacks');
  },
};

interface Copy {
  readonly from: string;
  readonly to: string;
  readonly change: (document: Fields) => Fields;
}

async function copy(
  connection: Connection,
  { from, to, change }: Copy,
  progress: Progress,
): Promise<void> {
  let count = 0;
  for await (const document of connection.collection(from).find()) {
    const changed = change(document);
    const filter = { _id: changed['_id'] } as never;
    await connection.collection(to).replaceOne(filter, changed, { upsert: true });
    count += 1;
    if (count % 10_000 === 0) progress(`${from}: ${count} documents copied to ${to}`);
  }
  progress(`${from}: ${count} documents copied to ${to}`);
}

async function setAside(connection: Connection, name: string): Promise<void> {
  const [exists] = await connection
    .listCollections()
    .then((all) => all.filter((collection) => collection.name === name));
  if (exists) await connection.collection(name).rename(`former_${name}`);
}

function record({ attempts, outbox, evidence, history, ...rest }: Fields): Fields {
  const [attempt] = list(attempts);
  return {
    ...rest,
    kind: 'payment',
    push: attempt === undefined ? null : pushOf(attempt),
    evidence: list(evidence).map(fact),
    history: chainedAgain(String(rest['_id']), list(history)),
    events: list(outbox),
  };
}

function pushOf({ attemptId: _id, claimedAt, status, ...rest }: Fields): Fields {
  const { formerTokenHashes = [] } = rest;
  return {
    ...rest,
    formerTokenHashes,
    status: renamed(FORMER_STATUSES, status),
    reservedAt: claimedAt,
  };
}

function fact({ attemptId: _id, ...rest }: Fields): Fields {
  if (rest['kind'] !== 'transaction_status') return rest;
  return { initiatedAt: null, payerMasked: null, ...rest, payerHash: null };
}

function arrival({ paymentId, attemptId: _id, kind, orphanReason, ...rest }: Fields): Fields {
  const evidence = rest['evidence'];
  return {
    sealedCheckoutRequestId: null,
    ...rest,
    owner: { kind: 'payment', id: paymentId },
    source: renamed(FORMER_SOURCES, kind),
    setAsideReason: orphanReason ?? null,
    evidence: evidence ? fact(evidence as Fields) : null,
  };
}

/** @throws CorruptRecordError when the chain was broken before: no migration may hide that. */
function chainedAgain(paymentId: string, history: readonly Fields[]): Fields[] {
  let formerHash = '';
  let previousHash = '';
  return history.map(({ event, ...entry }) => {
    const at = entry['at'] as Date;
    const { sequence, from, to, detail } = entry;
    const former = [paymentId, sequence, event, from, to, at.getTime(), detail, formerHash];
    if (entry['hash'] !== sha256(JSON.stringify(former))) {
      throw new CorruptRecordError(`The history of payment ${paymentId} was altered.`);
    }
    formerHash = String(entry['hash']);
    const renamedEntry = { ...entry, step: renamed(FORMER_STEPS, event), previousHash };
    const hash = hashOfEntry(paymentId, { ...renamedEntry, atMs: at.getTime() } as never, sha256);
    previousHash = hash;
    return { ...renamedEntry, hash };
  });
}

function renamed(names: Readonly<Record<string, string>>, name: unknown): unknown {
  return typeof name === 'string' ? (names[name] ?? name) : name;
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

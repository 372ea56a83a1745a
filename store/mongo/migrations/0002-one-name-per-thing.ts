import type { Connection } from 'mongoose';
import { hashOfEntry, historyFault, type HistoryEntry } from '../../../domain/machine/history';
import { PAYMENT_MACHINE, type PaymentState } from '../../../domain/payment/state';
import { sha256 } from '../../../crypto/sha256';
import { CorruptRecordError } from '../corruptRecord';
import type { Migration } from './migration';
import { assertNothingMissed, copyCollection, setAside, type Fields } from './copyCollection';

/** What the release before called otherwise. */
const FORMER_STEPS: Readonly<Record<string, string>> = { push_claimed: 'push_reserved' };
const FORMER_STATUSES: Readonly<Record<string, string>> = { claimed: 'reserved' };
const FORMER_SOURCES: Readonly<Record<string, string>> = {
  stk: 'stk_callback',
  transaction_status: 'transaction_status_result',
};

const BATCH_SIZE = 500;

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
  endsWorkflows: true,
  async run(connection, progress, batchSize = BATCH_SIZE) {
    const payments = { from: 'payments', to: 'moneyRecords', change: record, batchSize };
    const callbacks = { from: 'callbacks', to: 'inbox', change: arrival, batchSize };
    await copyCollection(connection, payments, progress);
    await copyCollection(connection, callbacks, progress);
    await giveRoles(connection);
    // Everything is copied and compared before anything is set aside.
    await assertNothingMissed(connection, payments);
    await assertNothingMissed(connection, callbacks);
    await setAside(connection, 'payments', progress);
    await setAside(connection, 'callbacks', progress);
  },
};

async function giveRoles(connection: Connection): Promise<void> {
  const roles = ['read', 'pay', 'refund'];
  await connection
    .collection('apiKeys')
    .updateMany({ kind: { $exists: false } }, { $set: { kind: 'merchant', roles } });
}

/** @throws CorruptRecordError when the history is not what the first release wrote. */
function record({ attempts, outbox, evidence, history, ...rest }: Fields): Fields {
  const paymentId = String(rest['_id']);
  const [attempt, ...others] = list(attempts);
  if (others.length > 0) throw altered(paymentId, 'it holds two attempts');
  return {
    ...rest,
    kind: 'payment',
    push: attempt === undefined ? null : pushOf(attempt),
    evidence: list(evidence).map(fact),
    history: chainedAgain(paymentId, rest['state'], list(history)),
    events: list(outbox),
  };
}

function pushOf({ attemptId: _id, claimedAt, status, ...rest }: Fields): Fields {
  const { formerTokenHashes = [], checkoutRequest = null } = rest;
  return {
    ...rest,
    formerTokenHashes,
    checkoutRequest,
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

/** Chained by the new names, once the former chain has proved that nobody altered it. */
function chainedAgain(paymentId: string, state: unknown, former: readonly Fields[]): Fields[] {
  let formerHash = '';
  let previousHash = '';
  const chained = former.map(({ event, at, ...entry }) => {
    const atMs = at instanceof Date ? at.getTime() : NaN;
    const { sequence, from, to, detail } = entry;
    const covered = [paymentId, sequence, event, from, to, atMs, detail, formerHash];
    if (entry['hash'] !== sha256(JSON.stringify(covered))) {
      throw altered(paymentId, `entry ${String(sequence)} of its history is not what was written`);
    }
    formerHash = String(entry['hash']);
    const next = { ...entry, step: renamed(FORMER_STEPS, event), atMs, previousHash };
    previousHash = hashOfEntry(paymentId, next as never, sha256);
    return { ...next, hash: previousHash } as unknown as HistoryEntry;
  });
  const fault = faultOf(paymentId, state, chained);
  if (fault !== null) throw altered(paymentId, fault);
  return chained.map(({ atMs, ...entry }) => ({ ...entry, at: new Date(atMs) }));
}

/** A chain that is whole may still have lost its end, or belong to another state. */
function faultOf(id: string, state: unknown, history: readonly HistoryEntry[]): string | null {
  const unknown = history.find(
    ({ from, step }) => !(step in (PAYMENT_MACHINE.transitions[from as PaymentState] ?? {})),
  );
  if (unknown) return `entry ${unknown.sequence} names an unknown step`;
  return historyFault(PAYMENT_MACHINE, { id, state, history } as never, sha256);
}

function altered(paymentId: string, how: string): CorruptRecordError {
  return new CorruptRecordError(`Payment ${paymentId} was altered: ${how}. Nothing was set aside.`);
}

function renamed(names: Readonly<Record<string, string>>, name: unknown): unknown {
  return typeof name === 'string' ? (names[name] ?? name) : name;
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

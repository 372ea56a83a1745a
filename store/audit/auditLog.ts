import { z } from 'zod';
import {
  auditFault,
  nextEntry,
  type AuditDraft,
  type AuditEntry,
} from '../../domain/audit/auditEntry';
import { newId } from '../../crypto/newId';
import { sha256 } from '../../crypto/sha256';
import { duplicateIndex, type RecordCollection } from '../mongo/compareAndSet';
import type { Models } from '../mongo/connection';

/** Each lost race means that another entry was written, so many in a row mean a fault. */
const TRIES = 100;
const BATCH = 500;

const entrySchema = z.object({
  seq: z.number(),
  at: z.string(),
  who: z.object({
    operatorId: z.string().nullable(),
    keyId: z.string().nullable(),
    name: z.string(),
  }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  why: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});

/** What walking the chain found: how far it is whole, and the first thing wrong with it. */
export interface Verified {
  /** Entries that were found whole, from the first on. */
  readonly entries: number;
  /** The hash of the last of those. Written down elsewhere, it shows a log that was cut short. */
  readonly head: string;
  /** The first broken link in words, or null. */
  readonly fault: string | null;
}

/**
 * What operators changed, in order, chained by hash. Entries are only ever added: nothing here
 * changes or removes one.
 */
export class AuditLog {
  readonly #entries: RecordCollection;

  constructor(models: Models) {
    this.#entries = models.auditEntries.collection as unknown as RecordCollection;
  }

  /**
   * Writes what is about to be changed, changes it, and should that fail, writes that, too. So no
   * change is ever without its entry, though an entry may stand for a change that was cut off.
   */
  async record<T>(draft: AuditDraft, change: (entry: AuditEntry) => Promise<T>): Promise<T> {
    const entry = await this.append(draft);
    try {
      return await change(entry);
    } catch (error) {
      // The error is what the caller must hear, whether or not this entry can be written.
      const failed = { ...draft, action: `${draft.action}.failed`, detail: { entry: entry.seq } };
      await this.append(failed).catch(() => undefined);
      throw error;
    }
  }

  /** Adds one entry. Of two that race for a place, the unique index lets one in. */
  async append(draft: AuditDraft): Promise<AuditEntry> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const [last = null] = await this.latest({ limit: 1, before: null });
      const entry = nextEntry(draft, new Date().toISOString(), last, sha256);
      try {
        await this.#entries.insertOne({ _id: newId('auditEntry'), ...entry });
        return entry;
      } catch (error) {
        if (duplicateIndex(error) === null) throw error;
      }
    }
    throw new Error(`The audit log took no entry in ${TRIES} tries.`);
  }

  /** The latest entries first; `before` is the lowest number of the page before. */
  async latest(page: { limit: number; before: number | null }): Promise<AuditEntry[]> {
    const filter = page.before === null ? {} : { seq: { $lt: page.before } };
    const found = this.#entries
      .find(filter as never)
      .sort({ seq: -1 })
      .limit(page.limit);
    return (await found.toArray()).map(entryOf);
  }

  /** Walks the whole chain and stops at the first broken link. */
  async verify(): Promise<Verified> {
    let previous: AuditEntry | null = null;
    const found = this.#entries.find({}).sort({ seq: 1 }).batchSize(BATCH);
    for await (const row of found) {
      const parsed = entrySchema.safeParse(row);
      if (!parsed.success)
        return verified(previous, `entry ${(previous?.seq ?? 0) + 1} was altered`);
      const entry = parsed.data as AuditEntry;
      const fault: string | null = auditFault(entry, previous, sha256);
      if (fault !== null) return verified(previous, fault);
      previous = entry;
    }
    return verified(previous, null);
  }
}

function entryOf(row: unknown): AuditEntry {
  return entrySchema.parse(row) as AuditEntry;
}

function verified(last: AuditEntry | null, fault: string | null): Verified {
  return { entries: last?.seq ?? 0, head: last?.hash ?? '', fault };
}

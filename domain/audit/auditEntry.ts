import type { Sha256 } from '../machine/machine';
import type { ApiKeyId, OperatorId } from '../values/ids';

/** Who ordered a change: an operator by a key, or set-up, which has neither. */
export interface AuditActor {
  readonly operatorId: OperatorId | null;
  readonly keyId: ApiKeyId | null;
  readonly name: string;
}

/** Values that say more of a change. Never a secret. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/** What was ordered, on what, and why. */
export interface AuditDraft {
  readonly who: AuditActor;
  /** Noun and verb, such as `merchants.create`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly detail: AuditDetail;
  readonly why: string;
}

/** One entry of the audit log, chained by hash to the one before it. */
export interface AuditEntry extends AuditDraft {
  readonly seq: number;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** The next entry of the log. Pure. */
export function nextEntry(
  draft: AuditDraft,
  at: string,
  previous: Pick<AuditEntry, 'seq' | 'hash'> | null,
  sha256: Sha256,
): AuditEntry {
  const { who, action, subject, detail, why } = draft;
  const seq = (previous?.seq ?? 0) + 1;
  const previousHash = previous?.hash ?? '';
  const entry = { who, action, subject, detail, why, seq, at, previousHash };
  return { ...entry, hash: hashOfAuditEntry(entry, sha256) };
}

/** The hash by which an entry vouches for itself and, through `previousHash`, for all before it. */
export function hashOfAuditEntry(entry: Omit<AuditEntry, 'hash'>, sha256: Sha256): string {
  const { seq, at, who, action, subject, detail, why, previousHash } = entry;
  return sha256(canonicalJson({ seq, at, who, action, subject, detail, why, previousHash }));
}

/** What is wrong with an entry behind the one before it, or null. */
export function auditFault(
  entry: AuditEntry,
  previous: AuditEntry | null,
  sha256: Sha256,
): string | null {
  const expected = (previous?.seq ?? 0) + 1;
  if (entry.seq !== expected) return `entry ${expected} is missing`;
  if (entry.previousHash !== (previous?.hash ?? '')) {
    return `entry ${entry.seq} does not follow the one before it`;
  }
  if (entry.hash !== hashOfAuditEntry(entry, sha256)) return `entry ${entry.seq} was altered`;
  return null;
}

/** JSON with the names of every object in order, so that the same value is the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

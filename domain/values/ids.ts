import type { Brand } from './brand';

/** Prefix of each kind of id. What follows it is a time-ordered 26-character TypeID suffix. */
export const ID_PREFIXES = {
  merchant: 'mer',
  apiKey: 'key',
  operator: 'opr',
  auditEntry: 'aud',
  payment: 'pay',
  callback: 'cb',
  evidence: 'evd',
  event: 'evt',
  request: 'req',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

export type MerchantId = Brand<string, 'MerchantId'>;
export type ApiKeyId = Brand<string, 'ApiKeyId'>;
export type OperatorId = Brand<string, 'OperatorId'>;
export type AuditEntryId = Brand<string, 'AuditEntryId'>;
export type PaymentId = Brand<string, 'PaymentId'>;
export type CallbackId = Brand<string, 'CallbackId'>;
export type EvidenceId = Brand<string, 'EvidenceId'>;
export type EventId = Brand<string, 'EventId'>;
export type RequestId = Brand<string, 'RequestId'>;

export interface IdOf {
  merchant: MerchantId;
  apiKey: ApiKeyId;
  operator: OperatorId;
  auditEntry: AuditEntryId;
  payment: PaymentId;
  callback: CallbackId;
  evidence: EvidenceId;
  event: EventId;
  request: RequestId;
}

/** Makes a fresh id of a kind. A port: the host supplies the time and the randomness. */
export type NewId = <K extends IdKind>(kind: K) => IdOf[K];

const SUFFIX = '[0-7][0-9a-hjkmnp-tv-z]{25}';

function patternOf(kind: IdKind): RegExp {
  return new RegExp(`^${ID_PREFIXES[kind]}_${SUFFIX}$`);
}

/** The shape of every kind of id. */
export const ID_PATTERNS = Object.fromEntries(
  Object.keys(ID_PREFIXES).map((kind) => [kind, patternOf(kind as IdKind)]),
) as Readonly<Record<IdKind, RegExp>>;

/** Says whether `value` has the shape of an id of that kind (TypeID 0.3: prefix, "_", suffix). */
export function isId<K extends IdKind>(kind: K, value: string): value is IdOf[K] & string {
  return ID_PATTERNS[kind].test(value);
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** The first 48 bits of an id count milliseconds (UUIDv7): ten characters of five bits each. */
const TIME_LENGTH = 10;
const MAX_MS = 2 ** 48 - 1;

/** The lowest id of a kind that can be made at a moment: a range of time is one of ids. */
export function earliestId<K extends IdKind>(kind: K, atMs: number): IdOf[K] {
  let rest = Math.min(Math.max(Math.trunc(atMs), 0), MAX_MS);
  let time = '';
  while (time.length < TIME_LENGTH) {
    time = `${ALPHABET[rest % 32] ?? ''}${time}`;
    rest = Math.floor(rest / 32);
  }
  return `${ID_PREFIXES[kind]}_${time}${'0'.repeat(16)}` as IdOf[K];
}

/** When an id was made. */
export function madeAtMs(id: string): number {
  const time = id.slice(id.indexOf('_') + 1).slice(0, TIME_LENGTH);
  return [...time].reduce((sum, digit) => sum * 32 + ALPHABET.indexOf(digit), 0);
}

import type { Brand } from './brand';

/** Prefix of each kind of id. What follows it is a time-ordered 26-character TypeID suffix. */
export const ID_PREFIXES = {
  merchant: 'mer',
  apiKey: 'key',
  payment: 'pay',
  callback: 'cb',
  evidence: 'evd',
  event: 'evt',
  request: 'req',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

export type MerchantId = Brand<string, 'MerchantId'>;
export type ApiKeyId = Brand<string, 'ApiKeyId'>;
export type PaymentId = Brand<string, 'PaymentId'>;
export type CallbackId = Brand<string, 'CallbackId'>;
export type EvidenceId = Brand<string, 'EvidenceId'>;
export type EventId = Brand<string, 'EventId'>;
export type RequestId = Brand<string, 'RequestId'>;

export interface IdOf {
  merchant: MerchantId;
  apiKey: ApiKeyId;
  payment: PaymentId;
  callback: CallbackId;
  evidence: EvidenceId;
  event: EventId;
  request: RequestId;
}

/** Makes a fresh id of a kind. A port: the host supplies the time and the randomness. */
export type NewId = <K extends IdKind>(kind: K) => IdOf[K];

const SUFFIX = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Says whether `value` has the shape of an id of that kind (TypeID 0.3: prefix, "_", suffix). */
export function isId<K extends IdKind>(kind: K, value: string): value is IdOf[K] & string {
  const prefix = `${ID_PREFIXES[kind]}_`;
  return value.startsWith(prefix) && SUFFIX.test(value.slice(prefix.length));
}

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { KeyMode } from '../../domain/merchant/mode';
import { MERCHANT_ROLES, type MerchantRole } from '../../domain/merchant/principal';
import type { ApiKeyId, MerchantId, OperatorId } from '../../domain/values/ids';
import { Secret } from '../../domain/values/secret';

/** Whose key it is, and for what. An operator's roles stand with the operator. */
export type KeyOwner =
  | {
      readonly kind: 'merchant';
      readonly merchantId: MerchantId;
      readonly roles: readonly MerchantRole[];
    }
  | { readonly kind: 'operator'; readonly operatorId: OperatorId };

/** A key to be made: of a merchant it says in its text which mode it has. */
export type NewKey = KeyOwner & { readonly mode?: KeyMode };

/** A key as operators see it; its text is not kept. */
export interface ListedKey {
  readonly keyId: ApiKeyId;
  readonly owner: KeyOwner;
  /** Null for an operator's. */
  readonly mode: KeyMode | null;
  /** Its prefix and its last four characters. */
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** The key that took its place. */
  readonly replacedBy: ApiKeyId | null;
}

const times = {
  _id: z.string(),
  hint: z.string(),
  createdAt: z.date(),
  revokedAt: z.date().nullable(),
  // Keys of the releases before have none of these.
  expiresAt: z.date().nullish(),
  lastUsedAt: z.date().nullish(),
  replacedBy: z.string().nullish(),
};

const storedSchema = z.discriminatedUnion('kind', [
  z.object({
    ...times,
    kind: z.literal('merchant'),
    merchantId: z.string(),
    roles: z.array(z.enum(MERCHANT_ROLES)),
  }),
  z.object({ ...times, kind: z.literal('operator'), operatorId: z.string() }),
]);

/** Reads a stored key. */
export function keyOf(row: unknown): ListedKey {
  const stored = storedSchema.parse(row);
  const owner: KeyOwner =
    stored.kind === 'operator'
      ? { kind: stored.kind, operatorId: stored.operatorId as OperatorId }
      : {
          kind: stored.kind,
          merchantId: stored.merchantId as MerchantId,
          roles: stored.roles,
        };
  return {
    keyId: stored._id as ApiKeyId,
    owner,
    mode: owner.kind === 'operator' ? null : modeOfKey(stored.hint),
    hint: stored.hint,
    createdAt: stored.createdAt,
    expiresAt: stored.expiresAt ?? null,
    revokedAt: stored.revokedAt,
    lastUsedAt: stored.lastUsedAt ?? null,
    replacedBy: (stored.replacedBy ?? null) as ApiKeyId | null,
  };
}

function modeOfKey(text: string): KeyMode {
  return text.startsWith('sk_live_') ? 'live' : 'test';
}

/** Makes the text of a key: its kind, its mode, and 256 random bits. */
export function newKeyText({ kind, mode = 'test' }: NewKey): Secret<string> {
  const random = randomBytes(32).toString('base64url').replaceAll(/[-_]/g, 'x');
  return new Secret(`${kind === 'operator' ? 'op' : `sk_${mode}`}_${random}`);
}

/** What may be shown of a key's text. */
export function hintOf(key: Secret<string>): string {
  const text = key.expose();
  return `${text.slice(0, text.lastIndexOf('_') + 1)}…${text.slice(-4)}`;
}

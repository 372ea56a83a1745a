import { z } from 'zod';
import { KEY_MODES } from '../../../domain/merchant/mode';
import { MERCHANT_ROLES } from '../../../domain/merchant/principal';
import type { ListedKey } from '../../../store/keys/keyRecord';
import { sensitive } from '../../../telemetry/redaction/sensitive';
import { moment } from '../../contract/openapi/marks';
import { idField } from '../fields';

export const keySchema = z
  .strictObject({
    id: z.string().meta({ description: 'The id.' }),
    kind: z.enum(['merchant', 'operator']).meta({ description: 'Whose key it is.' }),
    merchantId: z.string().nullable().meta({ description: 'Its merchant.' }),
    operatorId: z.string().nullable().meta({ description: 'Its operator.' }),
    mode: z.enum(KEY_MODES).nullable().meta({ description: 'The mode of a merchant’s key.' }),
    roles: z
      .array(z.enum(MERCHANT_ROLES))
      .nullable()
      .meta({ description: 'Of a merchant’s key; an operator’s roles stand with the operator.' }),
    hint: z.string().meta({ description: 'Its prefix and its last four characters.' }),
    createdAt: moment.meta({ description: 'When it was made.' }),
    expiresAt: moment.nullable().meta({ description: 'When it ends, once it was rotated.' }),
    revokedAt: moment.nullable().meta({ description: 'When it was revoked.' }),
    lastUsedAt: moment.nullable().meta({ description: 'When it was used last, to the minute.' }),
    replacedBy: z.string().nullable().meta({ description: 'The key that took its place.' }),
  })
  .meta({ id: 'Key', description: 'A key; its text is shown only when it is made.' });

export function presentKey(key: ListedKey): z.output<typeof keySchema> {
  const { keyId: id, owner, mode, hint, replacedBy } = key;
  const isMerchant = owner.kind === 'merchant';
  return {
    id,
    kind: owner.kind,
    merchantId: isMerchant ? owner.merchantId : null,
    operatorId: isMerchant ? null : owner.operatorId,
    mode,
    roles: isMerchant ? [...owner.roles] : null,
    hint,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    replacedBy,
  };
}

/** The text of a key that was just made. */
export const keyText = sensitive(z.string(), 'secret').meta({
  description: 'The key itself. It is shown only this once.',
  sensitive: 'secret',
});

export const madeKeySchema = z.strictObject({
  keyId: z.string().meta({ description: 'The id of the key.' }),
  key: keyText,
});

export const keyId = idField('apiKey', 'keyId', 'The id of a key.');

export const NO_SUCH_KEY = {
  publicMessage: 'No such key.',
  remedy: 'List keys to find its id.',
};

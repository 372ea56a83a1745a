import type { z } from 'zod';
import { newId } from '../../../../crypto/newId';
import { MERCHANT_ROLES } from '../../../../domain/merchant/principal';
import type { NewKey } from '../../../../store/keys/keyRecord';
import { operation } from '../../../contract/operation';
import type { ApiDependencies } from '../../../dependencies';
import { invalidField } from '../../../http/problem';
import { actorOf } from '../../fields';
import { createKeyContract } from './contract';

export const createKey = operation(createKeyContract)(
  ({ store }) =>
    async ({ body, principal }) => {
      const key = await keyToMake(store, body);
      const keyId = newId('apiKey');
      const detail =
        key.kind === 'merchant'
          ? { merchantId: key.merchantId, mode: key.mode ?? null, roles: key.roles.join(' ') }
          : { operatorId: key.operatorId };
      const draft = {
        who: actorOf(principal),
        action: 'keys.create',
        subject: { kind: 'key', id: keyId },
        detail,
        why: body.reason,
      };
      const { text } = await store.auditLog.record(draft, () => store.apiKeys.create(key, keyId));
      return { status: 201, body: { keyId, key: text.expose() } };
    },
);

type Body = z.output<typeof createKeyContract.body>;

/** @throws AppError where the owner is not one, or is not there. */
async function keyToMake(store: ApiDependencies['store'], body: Body): Promise<NewKey> {
  const { merchantId, operatorId, mode, roles = MERCHANT_ROLES } = body;
  if (operatorId !== undefined && merchantId === undefined) {
    if (mode !== undefined || body.roles !== undefined) throw ownRoles();
    const operator = await store.operators.find(operatorId);
    if (operator === null || operator.revokedAt !== null) throw notThere('operatorId');
    return { kind: 'operator', operatorId };
  }
  if (merchantId === undefined || operatorId !== undefined) throw oneOwner();
  if (mode === undefined) throw modeMissing();
  if ((await store.merchants.findNow(merchantId)) === null) throw notThere('merchantId');
  return { kind: 'merchant', merchantId, mode, roles };
}

function notThere(field: string) {
  const remedy = 'List them to find the id.';
  return invalidField({ field, rule: 'must be of one that is there and not revoked', remedy });
}

function oneOwner() {
  const rule = 'or else operatorId must be given, and not both';
  return invalidField({ field: 'merchantId', rule, remedy: 'Send the one whose key it is.' });
}

function modeMissing() {
  const rule = 'must be live or test for a key of a merchant';
  return invalidField({ field: 'mode', rule, remedy: 'Send the mode of the shortcodes.' });
}

function ownRoles() {
  const rule = 'and mode belong to keys of merchants';
  return invalidField({ field: 'roles', rule, remedy: 'An operator’s roles stand with it.' });
}

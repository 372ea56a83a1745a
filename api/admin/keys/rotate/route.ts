import { newId } from '../../../../crypto/newId';
import { operation } from '../../../contract/operation';
import { actorOf } from '../../fields';
import { NO_SUCH_KEY } from '../keySchema';
import { rotateKeyContract } from './contract';

const { refuse } = rotateKeyContract;

export const rotateKey = operation(rotateKeyContract)(
  ({ store }) =>
    async ({ params, body, principal }) => {
      const key = await store.apiKeys.find(params.keyId);
      if (key === null) throw refuse('not_found', NO_SUCH_KEY);
      if (key.revokedAt !== null || key.replacedBy !== null) throw notUsable();
      const { overlapSeconds, reason } = body;
      const keyId = newId('apiKey');
      const draft = {
        who: actorOf(principal),
        action: 'keys.rotate',
        subject: { kind: 'key', id: params.keyId },
        detail: { overlapSeconds, replacedBy: keyId },
        why: reason,
      };
      const made = await store.auditLog.record(draft, async () => {
        const endsAt = new Date(Date.now() + overlapSeconds * 1000);
        const rotated = await store.apiKeys.rotate(key, endsAt, keyId);
        if (rotated === null) throw notUsable();
        return rotated;
      });
      return { status: 201, body: { keyId, key: made.text.expose() } };
    },
);

function notUsable() {
  return refuse('conflict', {
    publicMessage: 'The key is revoked, or has been replaced already.',
    remedy: 'List the keys of its owner, and rotate the one in use or make another.',
  });
}

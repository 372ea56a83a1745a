import { operation } from '../../../contract/operation';
import { actorOf } from '../../fields';
import { NO_SUCH_KEY, presentKey } from '../keySchema';
import { revokeKeyContract } from './contract';

const { refuse } = revokeKeyContract;

export const revokeKey = operation(revokeKeyContract)(
  ({ store }) =>
    async ({ params: { keyId }, body, principal }) => {
      if ((await store.apiKeys.find(keyId)) === null) throw refuse('not_found', NO_SUCH_KEY);
      if (keyId === principal.keyId) {
        throw refuse('conflict', {
          publicMessage: 'Nobody revokes the key that they call with.',
          remedy: 'Rotate it with an overlap of 0 seconds, or call with another key.',
        });
      }
      const draft = {
        who: actorOf(principal),
        action: 'keys.revoke',
        subject: { kind: 'key', id: keyId },
        detail: {},
        why: body.reason,
      };
      await store.auditLog.record(draft, () => store.apiKeys.revoke(keyId));
      const key = await store.apiKeys.find(keyId);
      if (key === null) throw refuse('not_found', NO_SUCH_KEY);
      return { status: 200, body: presentKey(key) };
    },
);

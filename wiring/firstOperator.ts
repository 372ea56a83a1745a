import type { ConfigOf } from '../config/config';
import { newId } from '../crypto/newId';
import type { OperatorRole } from '../domain/operator/operatorRole';
import { NAME_RULE, parseName } from '../domain/values/name';
import { openStore, type Store } from '../store/store';
import { createKeyring } from './store';

interface Parts {
  readonly config: ConfigOf<'setup'>;
  readonly name: string;
  readonly say: (line: string) => void;
}

const ALREADY =
  'There is a first operator already: have an operator with the role admin make another by ' +
  '"hakika operators create".';

/**
 * Makes the operator who makes all others, once in the life of a database, and prints the key.
 * @throws Error when there is one already, or the name is not one.
 */
export async function makeFirstOperator({ config, name, say }: Parts): Promise<void> {
  const parsed = parseName(name);
  if (parsed === null) throw new Error(`--first-operator ${NAME_RULE}.`);
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = config;
  const store = await openStore({ uri, database, maxPoolSize: 2 }, createKeyring(config));
  try {
    const key = await firstOperatorKey(store, parsed);
    say(`The first operator is made. This key is shown only once: ${key}`);
  } finally {
    await store.close();
  }
}

/**
 * The key of the operator who makes all others, made now.
 * @throws Error when there is one already.
 */
export async function firstOperatorKey(
  store: Store,
  name: string,
  roles: readonly OperatorRole[] = ['admin'],
): Promise<string> {
  if (await store.operators.hasFirst()) throw new Error(ALREADY);
  const operatorId = newId('operator');
  const keyId = newId('apiKey');
  const draft = {
    who: { operatorId: null, keyId: null, name: 'set-up' },
    action: 'operators.create',
    subject: { kind: 'operator', id: operatorId },
    detail: { name, roles: roles.join(' '), keyId },
    why: 'The first operator, made by set-up.',
  };
  return store.auditLog.record(draft, async () => {
    // The key first: it opens nothing until its operator is there, and the operator is made once.
    const { text } = await store.apiKeys.create({ kind: 'operator', operatorId }, keyId);
    const isMade = await store.operators.add({ operatorId, name, roles, isFirst: true });
    if (isMade) return text.expose();
    await store.apiKeys.revoke(keyId);
    throw new Error(ALREADY);
  });
}

import { newId } from '../../crypto/newId';
import type { OperatorRole } from '../../domain/operator/operatorRole';
import type { ApiKeyId, OperatorId } from '../../domain/values/ids';
import type { Store } from '../../store/store';
import type { Answer } from './shop';
import type { TestSystem } from './system';

export interface TestOperator {
  readonly operatorId: OperatorId;
  readonly keyId: ApiKeyId;
  readonly key: string;
}

/** An operator with a key. */
export async function addOperator(
  store: Store,
  ...roles: readonly OperatorRole[]
): Promise<TestOperator> {
  const operatorId = newId('operator');
  await store.operators.add({ operatorId, name: `Test ${roles.join(' ')}`, roles });
  const { keyId, text } = await store.apiKeys.create({ kind: 'operator', operatorId });
  return { operatorId, keyId, key: text.expose() };
}

/** A call of the admin API. A body that is text is sent as it is. */
export async function adminCall<T = Record<string, unknown>>(
  { urls }: Pick<TestSystem, 'urls'>,
  key: string | null,
  [method, path]: readonly [method: string, path: string],
  body?: unknown,
): Promise<Answer<T>> {
  const response = await fetch(`${urls.operations}/admin/v1${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return { status, headers, body: JSON.parse(await response.text()) as T };
}

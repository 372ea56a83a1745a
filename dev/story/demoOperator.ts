import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { OPERATOR_ROLES } from '../../domain/operator/operatorRole';
import { Secret } from '../../domain/values/secret';
import type { Store } from '../../store/store';
import { firstOperatorKey } from '../../wiring/firstOperator';
import { StartFailure } from '../startFailure';

const KEY = /^export HAKIKA_OPERATOR_KEY=(op_[A-Za-z0-9]+)$/m;

/**
 * Makes the first operator of the local system and keeps the key in a file that a shell can read,
 * so that nobody has to type it. Says whether the file opens the admin API: it does not where
 * somebody made the first operator by set-up, or revoked this one's key.
 * @throws StartFailure when the file is damaged.
 */
export async function demoOperator(
  store: Store,
  adminUrl: string,
  file: string,
): Promise<{ readonly isReady: boolean }> {
  const kept = existsSync(file) ? keyIn(file) : null;
  if (kept === null && (await store.operators.hasFirst())) return { isReady: false };
  const key = kept ?? (await firstOperatorKey(store, 'Demo', OPERATOR_ROLES));
  const lines = [`export HAKIKA_ADMIN_URL=${adminUrl}`, `export HAKIKA_OPERATOR_KEY=${key}`];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return { isReady: (await store.apiKeys.authenticate(new Secret(key))) !== null };
}

function keyIn(file: string): string {
  const key = KEY.exec(readFileSync(file, 'utf8'))?.[1];
  if (key !== undefined) return key;
  throw new StartFailure(`${file} is damaged: start fresh with npm start -- --fresh.`);
}

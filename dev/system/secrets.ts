import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartFailure } from '../startFailure';

/** Keys of one local system, made at its first start. Never of use outside this machine. */
export interface LocalSecrets {
  /** As ENCRYPTION_KEYS takes it: `id:base64`, 256 bits. */
  readonly encryptionKeys: string;
  /** As PHONE_HASH_KEY takes it: base64, 256 bits. */
  readonly phoneHashKey: string;
}

/**
 * Reads the secrets, or makes them at the first start. They lie beside the databases because what
 * is in those can be read with these keys only: `--fresh` deletes both.
 */
export function localSecrets(file: string): LocalSecrets {
  if (existsSync(file)) return readSecrets(file);
  const made: LocalSecrets = {
    encryptionKeys: `local-1:${randomBytes(32).toString('base64')}`,
    phoneHashKey: randomBytes(32).toString('base64'),
  };
  mkdirSync(dirname(file), { recursive: true });
  // Written aside and renamed, so that a run that is killed here leaves no half a file.
  writeFileSync(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

function readSecrets(file: string): LocalSecrets {
  const text = readFileSync(file, 'utf8');
  const found = parsed(text);
  if (found !== undefined) return found;
  throw new StartFailure(`${file} is damaged: begin anew with npm start -- --fresh.`);
}

function parsed(text: string): LocalSecrets | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLocalSecrets(value) ? value : undefined;
  } catch {
    // Not JSON: as damaged as one without the keys.
    return undefined;
  }
}

function isLocalSecrets(value: unknown): value is LocalSecrets {
  if (typeof value !== 'object' || value === null) return false;
  if (!('encryptionKeys' in value) || !('phoneHashKey' in value)) return false;
  return typeof value.encryptionKeys === 'string' && typeof value.phoneHashKey === 'string';
}

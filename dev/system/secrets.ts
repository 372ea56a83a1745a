import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readKeptFile } from './keptFile';

const key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

const secretsSchema = z.object({
  /** As ENCRYPTION_KEYS takes it: `id:base64`, 256 bits. */
  encryptionKeys: z.string().regex(/^[\w-]+:[A-Za-z0-9+/]{43}=$/),
  /** As LOOKUP_HASH_KEY takes it: base64, 256 bits. */
  lookupHashKey: key,
  /** As CALLBACK_PROOF_KEY takes it: base64, 256 bits. */
  callbackProofKey: key,
});

/** Keys of one local system, made at its first start. Never of use outside this machine. */
export type LocalSecrets = Readonly<z.infer<typeof secretsSchema>>;

/**
 * Reads the secrets, or makes them at the first start. They lie beside the databases because what
 * is in those can be read with these keys only: `--fresh` deletes both.
 */
export function localSecrets(file: string): LocalSecrets {
  if (existsSync(file)) return readKeptFile(file, secretsSchema);
  const made: LocalSecrets = {
    encryptionKeys: `local-1:${randomBytes(32).toString('base64')}`,
    lookupHashKey: randomBytes(32).toString('base64'),
    callbackProofKey: randomBytes(32).toString('base64'),
  };
  mkdirSync(dirname(file), { recursive: true });
  // Written aside and renamed, so that a run that is killed here leaves no half a file.
  writeFileSync(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

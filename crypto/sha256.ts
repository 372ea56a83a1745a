import { createHash } from 'node:crypto';

/** SHA-256 in hex (FIPS 180-4): chains histories, and keeps tokens and keys out of the database. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

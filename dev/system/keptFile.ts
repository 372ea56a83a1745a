import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { StartFailure } from '../startFailure';

/**
 * Reads a file that an earlier run made.
 * @throws StartFailure when it is not as it was made, or cannot be read.
 */
export function readKeptFile<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The cause may quote a secret, and the remedy is the same for each of them.
    throw new StartFailure(`${file} is damaged: start fresh with npm start -- --fresh.`);
  }
}

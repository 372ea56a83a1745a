import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CliError, EXIT } from './exit';
import { jsonOf } from './settings';
import type { World } from './world';

/** The API checks each; what is asked for here is only that it can be sent. */
const credentialsSchema = z.record(z.string(), z.unknown());

const RULE =
  'must be a JSON object with consumerKey, consumerSecret and passkey, and initiator where ' +
  'Transaction Status is to be asked';

/**
 * Reads the credentials of a shortcode from a file, or from standard input. Never from arguments:
 * those are seen by everybody on the machine and kept by the shell.
 * @throws CliError without a word of what was read.
 */
export async function readCredentials(
  file: string | undefined,
  { readInput }: Pick<World, 'readInput'>,
): Promise<Record<string, unknown>> {
  const given = file === undefined ? await readInput() : textOf(file);
  const parsed = credentialsSchema.safeParse(jsonOf(given));
  if (parsed.success) return parsed.data;
  throw new CliError(EXIT.usage, `${file ?? 'Standard input'} ${RULE}.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Why does not matter: the user looks at the file in any case.
    throw new CliError(EXIT.usage, `${file} cannot be read: check the path and the permissions.`);
  }
}

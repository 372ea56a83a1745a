import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CliError, EXIT } from './exit';
import type { World } from './world';

const DEFAULT_URL = 'http://127.0.0.1:7402';
/** Read and write for others than the owner. */
const OTHERS = 0o077;

const configSchema = z.strictObject({
  HAKIKA_ADMIN_URL: z.string().optional(),
  HAKIKA_OPERATOR_KEY: z.string().optional(),
});

const urlSchema = z.url({ protocol: /^https?$/ });
const keySchema = z.string().regex(/^op_[A-Za-z0-9]{32,64}$/);

export interface Settings {
  readonly url: string;
  readonly key: string;
}

/**
 * Where the admin API is, and by which key. The environment goes before the file.
 * @throws CliError that names the setting, the rule and the remedy.
 */
export function readSettings({ environment, home }: Pick<World, 'environment' | 'home'>): Settings {
  const kept = readConfig(join(home, '.config', 'hakika', 'config.json'));
  const url = environment['HAKIKA_ADMIN_URL'] ?? kept.HAKIKA_ADMIN_URL ?? DEFAULT_URL;
  const key = environment['HAKIKA_OPERATOR_KEY'] ?? kept.HAKIKA_OPERATOR_KEY;
  if (!urlSchema.safeParse(url).success) {
    throw misused('HAKIKA_ADMIN_URL must be a web address, such as http://127.0.0.1:7402.');
  }
  if (!keySchema.safeParse(key).success || key === undefined) {
    throw misused('HAKIKA_OPERATOR_KEY must be the key of an operator, op_…: set it.');
  }
  return { url: url.replace(/\/+$/, ''), key };
}

function readConfig(path: string): z.output<typeof configSchema> {
  const text = textOf(path);
  if (text === null) return {};
  // The key in it makes its reader an operator.
  if ((statSync(path).mode & OTHERS) !== 0) {
    throw misused(`${path} can be read by others: run "chmod 600 ${path}".`);
  }
  const parsed = configSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw misused(`${path} must be JSON with HAKIKA_ADMIN_URL and HAKIKA_OPERATOR_KEY as text.`);
}

function textOf(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw misused(`${path} cannot be read: check its permissions.`);
  }
}

/** The value of a text of JSON, or undefined where it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function misused(message: string): CliError {
  return new CliError(EXIT.usage, message);
}

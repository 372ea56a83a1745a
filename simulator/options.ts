import { parseArgs } from 'node:util';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be between ${least} and ${most}`);

const optionsSchema = z.object({
  port: count(0, 65_535).default(0),
  host: z.string().min(1, 'must name a host').default('127.0.0.1'),
  seed: count(0, 4_294_967_295).default(1),
  'prompt-timeout-ms': count(1, 3_600_000).default(60_000),
  'approve-delay-ms': count(0, 3_600_000).default(1_500),
  'callback-delay-ms': count(0, 3_600_000).default(300),
  local: flag.optional(),
  'log-level': z.enum(['info', 'silent']).default('info'),
});

type OptionName = keyof typeof optionsSchema.shape;

const optionNames = Object.keys(optionsSchema.shape) as OptionName[];

/** What the simulator is told when it starts; switches that change while it runs are settings. */
export interface Options {
  readonly port: number;
  readonly host: string;
  readonly seed: number;
  readonly promptTimeoutMs: number;
  readonly approveDelayMs: number;
  readonly callbackDelayMs: number;
  /** In local mode a callback address may be plain http. */
  readonly local: boolean;
  readonly logLevel: 'info' | 'silent';
}

/** Every violated option, in one message that names option, rule and remedy. */
export class OptionsError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads flags, then environment variables (`--prompt-timeout-ms` is also
 * SIMULATOR_PROMPT_TIMEOUT_MS), then defaults. A flag wins over its variable.
 * Throws OptionsError.
 */
export function readOptions(args: readonly string[], environment: Environment): Options {
  const given = { ...fromEnvironment(environment), ...fromFlags(args) };
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `--${name} (or ${variableName(name)}): ${issue.message}`;
    });
    throw new OptionsError(`The simulator cannot start. Correct these: ${lines.join('; ')}.`);
  }
  const { data } = parsed;
  return {
    port: data.port,
    host: data.host,
    seed: data.seed,
    promptTimeoutMs: data['prompt-timeout-ms'],
    approveDelayMs: data['approve-delay-ms'],
    callbackDelayMs: data['callback-delay-ms'],
    local: data.local ?? isLoopback(data.host),
    logLevel: data['log-level'],
  };
}

function fromFlags(args: readonly string[]): Record<string, string> {
  const options = Object.fromEntries(
    optionNames.map((name) => [name, { type: 'string' as const }]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OptionsError(
      `The simulator cannot start. ${reason} It takes ` +
        `${optionNames.map((name) => `--${name}`).join(', ')}.`,
      { cause: error },
    );
  }
}

function fromEnvironment(environment: Environment): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of optionNames) {
    const value = environment[variableName(name)];
    if (value !== undefined && value !== '') given[name] = value;
  }
  return given;
}

function variableName(option: string): string {
  return `SIMULATOR_${option.toUpperCase().replaceAll('-', '_')}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

import { z } from 'zod';
import { PAYMENT_TIMING, scaleTiming, type PaymentTiming } from '../domain/payment/timing';
import { environmentSchema, namesFor, type Environment, type EnvironmentOf } from './environment';
import type { ProcessName } from './sections';

interface Derived {
  readonly timing: PaymentTiming;
  /** On a developer's machine alone: plain http callbacks, webhooks to this machine. */
  readonly isLocal: boolean;
}

/** The settings of one process, checked as a whole. */
export type ConfigOf<P extends ProcessName> = EnvironmentOf<P> & Derived;

/** The settings of all processes together, as tests and `npm start` give them. */
export type Config = Environment & Derived;

/** The environment is unfit to run with; the message lists everything wrong with it at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of one process, once, at start; it neither needs nor checks any others.
 * @throws ConfigError naming every setting that is missing or wrong.
 */
export function readConfigOf<P extends ProcessName>(process: P, variables: Variables): ConfigOf<P> {
  // What the process does not read is absent from what comes out, as its type says.
  return read(namesFor(process), variables) as ConfigOf<P>;
}

/**
 * Reads the settings of all processes.
 * @throws ConfigError naming every setting that is missing or wrong.
 */
export function readConfig(variables: Variables): Config {
  return read(Object.keys(environmentSchema.shape) as (keyof Environment)[], variables) as Config;
}

function read(names: readonly (keyof Environment)[], variables: Variables) {
  const shape = Object.fromEntries(names.map((name) => [name, environmentSchema.shape[name]]));
  const parsed = z.object(shape).safeParse(variables);
  const issues = parsed.error?.issues ?? [];
  const wrong = issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const known = parsed.data as Partial<Environment> | undefined;
  wrong.push(...contradictions(known ?? usablePart(names, variables)));
  if (!parsed.success || wrong.length > 0) throw new ConfigError(problems(wrong));
  const environment: Partial<Environment> = known ?? {};
  return {
    ...environment,
    isLocal: environment.HAKIKA_ENV === 'local',
    timing: scaleTiming(PAYMENT_TIMING, environment.TIMING_SCALE ?? 1),
  };
}

function problems(lines: readonly string[]): string {
  return `The configuration is not usable:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}

/** The settings that can be used, where others cannot. */
function usablePart(
  names: readonly (keyof Environment)[],
  variables: Variables,
): Partial<Environment> {
  const fields = names.map((name) => {
    return [name, environmentSchema.shape[name].safeParse(variables[name]).data] as const;
  });
  return Object.fromEntries(fields);
}

/** What each setting allows alone but the whole forbids. */
function contradictions(environment: Partial<Environment>): string[] {
  const { HAKIKA_ENV, CALLBACK_BASE_URL, TIMING_SCALE, CALLBACK_SOURCES } = environment;
  if (HAKIKA_ENV === undefined || HAKIKA_ENV === 'local') return [];
  const wrong: string[] = [];
  if (CALLBACK_BASE_URL !== undefined && !isReachableByHttps(new URL(CALLBACK_BASE_URL))) {
    wrong.push(
      'CALLBACK_BASE_URL: must be https outside HAKIKA_ENV=local, and no address of this ' +
        'machine (Daraja: CallBackURL)',
    );
  }
  if (TIMING_SCALE !== undefined && TIMING_SCALE !== 1) {
    wrong.push('TIMING_SCALE: may differ from 1 only with HAKIKA_ENV=local');
  }
  if (CALLBACK_SOURCES?.length === 0) {
    wrong.push('CALLBACK_SOURCES: must name the addresses from which callbacks are believed');
  }
  return wrong;
}

function isReachableByHttps({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && !/^(localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}

import { PAYMENT_TIMING, scaleTiming, type PaymentTiming } from '../domain/payment/timing';
import { environmentSchema, type Environment } from './environment';

/** The settings of one process, checked as a whole. */
export interface Config extends Environment {
  readonly timing: PaymentTiming;
  /** On a developer's machine alone: plain http callbacks, webhooks to this machine. */
  readonly isLocal: boolean;
}

/** The environment is unfit to run with; the message lists everything wrong with it at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the whole configuration, once, at start.
 * @throws ConfigError naming every setting that is missing or wrong.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(variables);
  const issues = parsed.error?.issues ?? [];
  const wrong = issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  wrong.push(...contradictions(parsed.data ?? usablePart(variables)));
  if (!parsed.success || wrong.length > 0) throw new ConfigError(problems(wrong));
  const environment = parsed.data;
  return {
    ...environment,
    isLocal: environment.HAKIKA_ENV === 'local',
    timing: scaleTiming(PAYMENT_TIMING, environment.TIMING_SCALE),
  };
}

function problems(lines: readonly string[]): string {
  return `The configuration is not usable:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}

/** The settings that can be used, where others cannot. */
function usablePart(variables: Readonly<Record<string, string | undefined>>): Partial<Environment> {
  const fields = Object.entries(environmentSchema.shape).map(([name, schema]) => {
    return [name, schema.safeParse(variables[name]).data] as const;
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

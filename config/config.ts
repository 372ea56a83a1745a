import { PAYMENT_TIMING, scaleTiming, type PaymentTiming } from '../domain/timing';
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
  if (!parsed.success) {
    throw new ConfigError(
      problems(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)),
    );
  }
  const environment = parsed.data;
  const wrong = contradictions(environment);
  if (wrong.length > 0) throw new ConfigError(problems(wrong));
  return {
    ...environment,
    isLocal: environment.HAKIKA_ENV === 'local',
    timing: scaleTiming(PAYMENT_TIMING, environment.TIMING_SCALE),
  };
}

function problems(lines: readonly string[]): string {
  return `The configuration is not usable:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}

/** What each setting allows alone but the whole forbids. */
function contradictions(environment: Environment): string[] {
  if (environment.HAKIKA_ENV === 'local') return [];
  const wrong: string[] = [];
  if (!environment.CALLBACK_BASE_URL.startsWith('https://')) {
    wrong.push('CALLBACK_BASE_URL: must be https outside HAKIKA_ENV=local (Daraja: CallBackURL)');
  }
  if (environment.TIMING_SCALE !== 1) {
    wrong.push('TIMING_SCALE: may differ from 1 only with HAKIKA_ENV=local');
  }
  if (environment.CALLBACK_SOURCES.length === 0) {
    wrong.push('CALLBACK_SOURCES: must name the addresses from which callbacks are believed');
  }
  return wrong;
}

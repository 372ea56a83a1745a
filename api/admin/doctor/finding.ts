import type { ApiDependencies } from '../../dependencies';

export const AREAS = [
  'settings',
  'keys',
  'clock',
  'mongodb',
  'temporal',
  'sweeper',
  'queues',
  'callbacks',
  'shortcodes',
  'webhooks',
] as const;

export const STATUSES = ['ok', 'warning', 'fault'] as const;

/** One line of the doctor. It holds no secret, and of a merchant no more than its id. */
export interface Finding {
  readonly area: (typeof AREAS)[number];
  readonly name: string;
  readonly status: (typeof STATUSES)[number];
  readonly meaning: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** What is found in an area, before the doctor puts the area's name to it. */
export type Found = Omit<Finding, 'area'>;

/** Looks at one area and changes nothing. To add one: a file in checks/, a line in diagnose.ts. */
export interface Check {
  readonly area: Finding['area'];
  /** What to do where the look itself fails. */
  readonly whenBlind: string;
  readonly look: (deps: ApiDependencies) => Promise<readonly Found[]>;
}

export function fine(name: string, meaning: string): Found {
  return { name, status: 'ok', meaning, remedy: null };
}

export function warning(name: string, meaning: string, remedy: string): Found {
  return { name, status: 'warning', meaning, remedy };
}

export function fault(name: string, meaning: string, remedy: string): Found {
  return { name, status: 'fault', meaning, remedy };
}

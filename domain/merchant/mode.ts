import type { FieldError } from '../values/fieldError';

/** Where a shortcode's money is: nowhere, in Safaricom's sandbox, or real. */
export const MODES = ['simulated', 'sandbox', 'live'] as const;

export type Mode = (typeof MODES)[number];

/** A key's own half of that: `sk_live_…` or `sk_test_…`. */
export const KEY_MODES = ['live', 'test'] as const;

export type KeyMode = (typeof KEY_MODES)[number];

export const SAFARICOM_URLS = {
  live: 'https://api.safaricom.co.ke',
  sandbox: 'https://sandbox.safaricom.co.ke',
} as const;

/**
 * The mode of a shortcode. It follows from its base URL and is not stored, so that the two never
 * disagree. Any name of Safaricom's but the sandbox's counts as live: what is doubtful may move
 * money.
 */
export function modeOfBaseUrl(baseUrl: string): Mode {
  const host = hostOf(baseUrl);
  if (host === 'sandbox.safaricom.co.ke') return 'sandbox';
  return /(^|\.)safaricom\.co\.ke$/.test(host) ? 'live' : 'simulated';
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).hostname.replace(/\.$/, '') : '';
}

/** Whether a key may use a shortcode: live keys live ones alone, test keys all others. */
export function keyReaches(key: KeyMode, shortcode: Mode): boolean {
  return (key === 'live') === (shortcode === 'live');
}

/** Why a base URL is not one of that mode, or null. */
export function baseUrlFault(mode: Mode, baseUrl: string): FieldError | null {
  if (mode === 'simulated') {
    if (modeOfBaseUrl(baseUrl) === 'simulated') return null;
    return {
      field: 'baseUrl',
      rule: 'must not be an address of Safaricom in the mode simulated',
      remedy: 'Send the address of the simulator, or another mode.',
    };
  }
  const expected = SAFARICOM_URLS[mode];
  if (baseUrl === expected) return null;
  return {
    field: 'baseUrl',
    rule: `must be ${expected} in the mode ${mode}`,
    remedy: 'Leave it out, or send another mode.',
  };
}

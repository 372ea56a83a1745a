import { merchantRefusal, Refusal } from '../daraja/reply';
import type { Settings } from '../settings';
import type { World } from '../world';
import type { RefusalFault } from './faultSchema';

/**
 * Makes Daraja refuse a request that was right. An expired token is only taken away here: the
 * check that follows refuses it with the code of the API that was called.
 */
export function applyRefusalFault(
  world: World,
  fault: RefusalFault,
  token: string | undefined,
): void {
  switch (fault.kind) {
    case 'token_expired':
      if (fault.scope === 'all') world.tokens.revokeAll();
      else if (token !== undefined) world.tokens.revoke(token);
      return;
    case 'oauth_down':
      throw new Refusal(fault.status, '500.003.1001', 'Internal Server Error');
    case 'subscriber_busy':
      throw merchantRefusal(
        'Unable to lock subscriber, a transaction is already in process for the current subscriber',
      );
    case 'spike_arrest':
      throw spikeArrest(world.settings.current, fault.text);
    case 'quota':
      throw new Refusal(rateStatus(world.settings.current), '500.003.03', 'Quota Violation');
  }
}

/** 500.003.02 in one of its two texts; HTTP 500, or 429 where the setting says so. */
export function spikeArrest(settings: Settings, text: 'spike' | 'busy'): Refusal {
  const message =
    text === 'spike'
      ? 'Error Occurred: Spike Arrest Violation'
      : 'System is busy. Please try again in few minutes.';
  return new Refusal(rateStatus(settings), '500.003.02', message);
}

function rateStatus(settings: Settings): number {
  return settings.rateLimitShape === '429' ? 429 : 500;
}

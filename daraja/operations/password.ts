import { formatDarajaTimestamp } from '../../domain/values/eastAfricaTime';
import type { DarajaAccount } from '../account';

export interface StkPassword {
  readonly Password: string;
  readonly Timestamp: string;
}

/**
 * `base64(BusinessShortCode + Passkey + Timestamp)` with the timestamp in East Africa Time (Daraja:
 * M-PESA Express). Both come from the one moment given, because two reads of a clock may straddle
 * a second, and Daraja then answers "Wrong credentials".
 */
export function stkPassword(account: DarajaAccount, atMs: number): StkPassword {
  const Timestamp = formatDarajaTimestamp(atMs);
  const parts = `${account.shortcode}${account.passkey.expose()}${Timestamp}`;
  return { Password: Buffer.from(parts, 'utf8').toString('base64'), Timestamp };
}

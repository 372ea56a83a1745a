import type { DarajaAccount } from '../account';

/**
 * The address of a path in an account's environment.
 * @throws TypeError when `baseUrl` is not a URL, which is a fault of our settings.
 */
export function urlOf(account: DarajaAccount, path: string): URL {
  return new URL(`${account.baseUrl.replace(/\/+$/, '')}${path}`);
}

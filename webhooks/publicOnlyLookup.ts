import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

class PrivateAddressError extends Error {
  readonly code = 'EPRIVATE';
}

/** Says whether an address is on the public internet; mapped IPv4 is judged as IPv4. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** A host that is an address already is judged here, before anything is opened. */
export function isPrivateLiteral(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host);
}

/**
 * Resolves a merchant's host once, for the connection itself, and refuses if any answer is not
 * public, so that neither a private name nor a name that changes its mind reaches our network
 * (OWASP: Server Side Request Forgery).
 */
export function publicOnlyLookup(
  hostname: string,
  options: LookupOptions,
  callback: LookupCallback,
): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const refused = addresses.some(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (refused || !first) return callback(new PrivateAddressError('not a public address'), []);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}

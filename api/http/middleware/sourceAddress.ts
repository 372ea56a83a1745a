import { BlockList, isIPv6 } from 'node:net';
import type { RequestHandler } from 'express';
import ipaddr from 'ipaddr.js';
import { AppError } from '../errors';
import { contextOf } from './requestContext';

/**
 * Lets in callbacks from listed addresses only. The address is the socket's, or what a listed
 * proxy vouches for (Express' `trust proxy`), never a header that anyone may write.
 */
export function allowSources(sources: readonly string[]): RequestHandler {
  const allowed = listOf(sources);
  return (request, _response, next) => {
    const address = canonical(request.ip ?? '');
    if (address !== null && allowed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) {
      return next();
    }
    // Named in the log: should Safaricom use a new address, someone must be able to see it.
    contextOf(request).logged['sourceAddress'] = address;
    throw new AppError('source_not_allowed', {
      publicMessage: 'Callbacks are taken from listed addresses only.',
      remedy: "Add the address to CALLBACK_SOURCES if it is truly Safaricom's.",
    });
  };
}

function listOf(sources: readonly string[]): BlockList {
  const list = new BlockList();
  for (const source of sources) {
    const [address = '', prefix] = source.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** IPv4 that arrived as IPv6 is judged as IPv4. */
function canonical(address: string): string | null {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}

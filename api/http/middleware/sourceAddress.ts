import type { RequestHandler } from 'express';
import { AppError } from '../errors';
import { addressList } from '../addressList';
import { readAddress } from '../readAddress';
import { contextOf } from './requestContext';

const SHOWN_CHARACTERS = 64;

/**
 * Lets in callbacks from listed addresses only. The address is the socket's, or what a listed
 * proxy vouches for (Express' `trust proxy`), never a header that anyone may write.
 */
export function allowSources(sources: readonly string[]): RequestHandler {
  const isAllowed = addressList(sources);
  return (request, _response, next) => {
    const address = request.ip ?? '';
    if (isAllowed(address)) return next();
    // Named in the log: should Safaricom use a new address, someone must be able to see it.
    contextOf(request).logged['sourceAddress'] = readAddress(address) ?? asItStood(address);
    throw new AppError('source_not_allowed', {
      publicMessage: 'Callbacks are taken from listed addresses only.',
      remedy: "Add the address to CALLBACK_SOURCES if it is truly Safaricom's.",
    });
  };
}

/** What is not an address may be anything: only its printable beginning is shown. */
function asItStood(text: string): string {
  return text.slice(0, SHOWN_CHARACTERS).replaceAll(/[^\x20-\x7e]/g, '?');
}

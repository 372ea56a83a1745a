import type { RequestHandler } from 'express';
import { AppError } from '../errors';
import { holdsRole, type MerchantRole } from '../../../domain/merchant/principal';
import { Secret } from '../../../domain/values/secret';
import type { Merchants } from '../../../store/merchants/merchants';
import { contextOf } from './requestContext';

/** The scheme in any case and any blanks after it (RFC 9110, 11.4); the key exactly as it is. */
const BEARER = /^[Bb][Ee][Aa][Rr][Ee][Rr] +(sk_(?:live|test)_[A-Za-z0-9]{32,64})$/;

interface AuthenticateOptions {
  readonly refusesTestKeys?: boolean | undefined;
}

/**
 * Lets nobody on without a valid API key. It stands before the body is read: of a stranger nothing
 * is parsed. Throws AppError `unauthenticated`, the same for a missing, misshapen, unknown or
 * revoked key. A test key is refused where `refusesTestKeys` says so, for any merchant.
 */
export function authenticate(
  merchants: Merchants,
  { refusesTestKeys = false }: AuthenticateOptions = {},
): RequestHandler {
  return async (request, _response, next) => {
    const text = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (refusesTestKeys && text?.startsWith('sk_test_')) throw testKeyRefused();
    const principal = text ? await merchants.authenticate(new Secret(text)) : null;
    if (principal === null) {
      throw new AppError(
        'unauthenticated',
        {
          publicMessage: 'The API key is missing or not valid.',
          field: 'Authorization',
          rule: 'must be "Bearer" and a valid API key',
          remedy: 'Send the header "Authorization: Bearer sk_…" with a key of your merchant.',
        },
        { 'WWW-Authenticate': 'Bearer' },
      );
    }
    const context = contextOf(request);
    context.principal = principal;
    context.logged['merchantId'] = principal.merchantId;
    next();
  };
}

/**
 * Lets on only keys with a role. It stands behind `authenticate`. Throws AppError `forbidden`.
 */
export function requireRole(role: MerchantRole): RequestHandler {
  return (request, _response, next) => {
    const { principal } = contextOf(request);
    if (principal !== null && holdsRole(principal, role)) return next();
    throw new AppError('forbidden', {
      publicMessage: `This API key lacks the role "${role}".`,
      field: 'Authorization',
      rule: `must be a key with the role "${role}"`,
      remedy: 'Use another key of your merchant, or have one made with that role.',
    });
  };
}

function testKeyRefused(): AppError {
  return new AppError(
    'unauthenticated',
    {
      publicMessage: 'Test keys are not accepted in production.',
      field: 'Authorization',
      rule: 'must be "Bearer" and an API key that begins with sk_live_',
      remedy: 'Send a live key, or call the sandbox.',
    },
    { 'WWW-Authenticate': 'Bearer' },
  );
}

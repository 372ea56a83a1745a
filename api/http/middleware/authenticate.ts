import type { RequestHandler } from 'express';
import { AppError } from '../errors';
import { holdsRole, type MerchantRole } from '../../../domain/merchant/principal';
import { Secret } from '../../../domain/values/secret';
import type { Merchants } from '../../../store/merchants/merchants';
import { contextOf } from './requestContext';

const BEARER = /^Bearer (sk_(?:live|test)_[A-Za-z0-9]{32,64})$/;

/**
 * Lets nobody on without a valid API key. It stands before the body is read: of a stranger nothing
 * is parsed. Throws AppError `unauthenticated`, the same for a missing, misshapen, unknown or
 * revoked key.
 */
export function authenticate(merchants: Merchants): RequestHandler {
  return async (request, _response, next) => {
    const text = BEARER.exec(request.headers.authorization ?? '')?.[1];
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

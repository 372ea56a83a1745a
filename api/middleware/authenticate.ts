import type { Request } from 'express';
import { AppError } from '../../domain/errors';
import type { MerchantId } from '../../domain/ids';
import { Secret } from '../../domain/secret';
import type { Merchants } from '../../store/merchants';
import { contextOf } from './requestContext';

const BEARER = /^Bearer (sk_(?:live|test)_[A-Za-z0-9]{32,64})$/;

/**
 * The merchant whose key the request carries.
 * @throws AppError `unauthenticated`, the same for a missing, misshapen, unknown or revoked key.
 */
export async function authenticate(request: Request, merchants: Merchants): Promise<MerchantId> {
  const text = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const merchantId = text ? await merchants.authenticate(new Secret(text)) : null;
  if (merchantId === null) {
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
  contextOf(request).logged['merchantId'] = merchantId;
  return merchantId;
}

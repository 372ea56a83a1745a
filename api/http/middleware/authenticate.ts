import type { RequestHandler } from 'express';
import { AppError } from '../errors';
import { holdsRole, type PrincipalKind, type Role } from '../../../domain/merchant/principal';
import { Secret } from '../../../domain/values/secret';
import type { ApiKeys } from '../../../store/keys/apiKeys';
import { contextOf } from './requestContext';

interface KeyRule {
  /** The scheme in any case and any blanks after it (RFC 9110, 11.4); the key exactly as it is. */
  readonly bearer: RegExp;
  readonly remedy: string;
}

/** How the keys of each kind of caller look; all others are as unknown as a key nobody made. */
const KEYS: Readonly<Record<PrincipalKind, KeyRule>> = {
  merchant: {
    bearer: /^[Bb][Ee][Aa][Rr][Ee][Rr] +(sk_(?:live|test)_[A-Za-z0-9]{32,64})$/,
    remedy: 'Send the header "Authorization: Bearer sk_…" with a key of your merchant.',
  },
  operator: {
    bearer: /^[Bb][Ee][Aa][Rr][Ee][Rr] +(op_[A-Za-z0-9]{32,64})$/,
    remedy: 'Send the header "Authorization: Bearer op_…" with your key of an operator.',
  },
};

interface AuthenticateOptions {
  /** Whose keys are taken. */
  readonly kind: PrincipalKind;
  readonly refusesTestKeys?: boolean | undefined;
}

/**
 * Lets nobody on without a valid API key. It stands before the body is read: of a stranger nothing
 * is parsed. Throws AppError `unauthenticated`, the same for a missing, misshapen, unknown,
 * expired or revoked key, and for one of another kind of caller. A test key is refused where
 * `refusesTestKeys` says so, for any merchant.
 */
export function authenticate(
  keys: Pick<ApiKeys, 'authenticate'>,
  { kind, refusesTestKeys = false }: AuthenticateOptions,
): RequestHandler {
  const { bearer, remedy } = KEYS[kind];
  return async (request, _response, next) => {
    const text = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (refusesTestKeys && text?.startsWith('sk_test_')) throw testKeyRefused();
    const principal = text ? await keys.authenticate(new Secret(text)) : null;
    if (principal?.kind !== kind) {
      throw new AppError(
        'unauthenticated',
        {
          publicMessage: 'The API key is missing or not valid.',
          field: 'Authorization',
          rule: 'must be "Bearer" and a valid API key',
          remedy,
        },
        { 'WWW-Authenticate': 'Bearer' },
      );
    }
    const context = contextOf(request);
    context.principal = principal;
    if (principal.kind === 'merchant') context.logged['merchantId'] = principal.merchantId;
    else context.logged['operatorId'] = principal.operatorId;
    next();
  };
}

/**
 * Lets on only keys with a role. It stands behind `authenticate`. Throws AppError `forbidden`.
 */
export function requireRole(role: Role): RequestHandler {
  return (request, _response, next) => {
    const { principal } = contextOf(request);
    if (principal !== null && holdsRole(principal, role)) return next();
    throw new AppError('forbidden', {
      publicMessage: `This API key lacks the role "${role}".`,
      field: 'Authorization',
      rule: `must be a key with the role "${role}"`,
      remedy: 'Use another key, or have one made with that role.',
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

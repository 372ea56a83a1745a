import type { World } from '../world';
import type { OperationSpec } from './operation';
import { Refusal } from './reply';

/** The token of `Authorization: Bearer …`, its scheme in any case, if there is one. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
}

/**
 * Refuses a call whose token is missing, unknown or expired, with the status and code of that
 * API; another scheme than Bearer is "Invalid Authentication Header" (Daraja: Authorization).
 */
export function checkToken(
  world: World,
  spec: OperationSpec,
  authorization: string | undefined,
): void {
  if (spec.tokenRefusal === undefined) return;
  const token = bearerToken(authorization);
  if (token !== undefined && world.tokens.isValid(token, Date.now())) return;
  if (authorization !== undefined && token === undefined) {
    throw new Refusal(404, '404.001.04', 'Invalid Authentication Header');
  }
  const [status, errorCode] = spec.tokenRefusal;
  throw new Refusal(status, errorCode, 'Invalid Access Token');
}

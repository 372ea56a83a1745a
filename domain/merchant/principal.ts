import type { OperatorRole } from '../operator/operatorRole';
import type { ApiKeyId, MerchantId, OperatorId } from '../values/ids';
import type { KeyMode } from './mode';

/** What a merchant's key may be used for: looking, asking for payments, giving money back. */
export const MERCHANT_ROLES = ['read', 'pay', 'refund'] as const;

export type MerchantRole = (typeof MERCHANT_ROLES)[number];

/** A merchant's server. */
export interface MerchantPrincipal {
  readonly kind: 'merchant';
  readonly keyId: ApiKeyId;
  readonly merchantId: MerchantId;
  readonly mode: KeyMode;
  readonly roles: readonly MerchantRole[];
}

/** A person who runs Hakika. */
export interface OperatorPrincipal {
  readonly kind: 'operator';
  readonly keyId: ApiKeyId;
  readonly operatorId: OperatorId;
  readonly name: string;
  readonly roles: readonly OperatorRole[];
}

/** Who calls, as the key says. */
export type Principal = MerchantPrincipal | OperatorPrincipal;

export type PrincipalKind = Principal['kind'];

/** A role of either kind; no word is a role of both. */
export type Role = MerchantRole | OperatorRole;

/** Whether a caller may do what needs a role. Every operator may look. */
export function holdsRole(principal: Principal, role: Role): boolean {
  if (principal.kind === 'operator' && role === 'viewer') return principal.roles.length > 0;
  return (principal.roles as readonly Role[]).includes(role);
}

import type { ApiKeyId, MerchantId } from '../values/ids';

/** What a merchant's key may be used for: looking, asking for payments, giving money back. */
export const MERCHANT_ROLES = ['read', 'pay', 'refund'] as const;

export type MerchantRole = (typeof MERCHANT_ROLES)[number];

/** Who calls, as the key says. Another kind of caller is another member of this union. */
export interface Principal {
  readonly kind: 'merchant';
  readonly keyId: ApiKeyId;
  readonly merchantId: MerchantId;
  readonly roles: readonly MerchantRole[];
}

export function holdsRole(principal: Principal, role: MerchantRole): boolean {
  return principal.roles.includes(role);
}

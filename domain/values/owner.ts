import type { PaymentId } from './ids';

/**
 * The kinds of aggregate that own evidence, merchant events, arrivals and a receipt. A new subject
 * adds its kind here, and the compiler names every place that must learn it.
 */
export const OWNER_KINDS = ['payment'] as const;

export type OwnerKind = (typeof OWNER_KINDS)[number];

/** The aggregate that something belongs to. */
export interface Owner {
  readonly kind: OwnerKind;
  readonly id: string;
}

export function paymentOwner(paymentId: PaymentId): Owner {
  return { kind: 'payment', id: paymentId };
}

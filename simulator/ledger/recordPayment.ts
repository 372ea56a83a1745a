import { firstNameOf } from '../payments/phones';
import type { World } from '../world';
import type { Movement } from './ledger';
import type { Organisation } from './shortcodes';

/** A customer's payment to an organisation that was allowed to happen. */
export interface Payment {
  readonly kind: 'stk' | 'c2b';
  readonly organisation: Organisation;
  readonly partyB?: string;
  readonly msisdn: string;
  readonly amountKes: number;
  readonly accountReference: string;
  readonly initiatedAtMs: number;
  readonly checkoutRequestId?: string;
  readonly originatorConversationId?: string;
  readonly receipt: string;
}

/** Takes the money from the phone, gives it to the organisation and writes it down. */
export function recordPayment(world: World, payment: Payment): Movement {
  const { organisation, msisdn, amountKes } = payment;
  const completedAtMs = Date.now();
  world.phones.spend(msisdn, amountKes, completedAtMs);
  organisation.mainCents += amountKes * 100;
  // The tariff is kept apart from the payment: a statement shows it as a row of its own.
  const chargeCents = Math.floor((amountKes * world.settings.current.chargeBasisPoints) / 100);
  const movement = world.ledger.append({
    kind: payment.kind,
    direction: 'in',
    receipt: payment.receipt,
    amountKes,
    chargeCents,
    account: 'main',
    shortcode: organisation.shortcode,
    ...(payment.partyB === undefined ? {} : { partyB: payment.partyB }),
    msisdn,
    payerName: `${firstNameOf(msisdn)} **** DOE`,
    accountReference: payment.accountReference,
    ...(payment.checkoutRequestId === undefined
      ? {}
      : { checkoutRequestId: payment.checkoutRequestId }),
    ...(payment.originatorConversationId === undefined
      ? {}
      : { originatorConversationId: payment.originatorConversationId }),
    initiatedAtMs: payment.initiatedAtMs,
    completedAtMs,
    balanceCents: organisation.mainCents,
  });
  organisation.mainCents -= chargeCents;
  tellMoneyMoved(world, movement);
  return movement;
}

/** Adds a movement to the story. */
export function tellMoneyMoved(world: World, movement: Movement): void {
  const { kind, direction, receipt, amountKes, shortcode, msisdn, checkoutRequestId } = movement;
  world.events.tell('money_moved', {
    movement: kind,
    direction,
    receipt,
    amountKes,
    shortcode,
    msisdn,
    checkoutRequestId,
    accountReference: movement.accountReference,
  });
}

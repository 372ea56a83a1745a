import type { World } from '../world';
import type { Movement } from './ledger';
import { payOut } from './payOut';
import type { Organisation } from './shortcodes';

/** A payment of one organisation to another, or to one that the simulator does not keep. */
export interface OrganisationPayment {
  readonly kind: 'b2b' | 'tax';
  readonly organisation: Organisation;
  readonly payee: Organisation | undefined;
  readonly receiverName: string;
  readonly partyB: string;
  readonly amountKes: number;
  readonly accountReference: string;
  readonly originatorConversationId: string;
  readonly conversationId: string;
}

/**
 * Moves money from the working account of one organisation to the main account of another, and
 * writes both sides down. Gives the payer's side, or undefined when there is too little.
 */
export function payOrganisation(
  world: World,
  { payee, receiverName, ...payment }: OrganisationPayment,
): Movement | undefined {
  const paid = payOut(world, { ...payment, account: 'working', payerName: receiverName });
  if (paid === undefined || payee === undefined) return paid;
  payee.mainCents += payment.amountKes * 100;
  world.ledger.append({
    ...paid,
    direction: 'in',
    account: 'main',
    shortcode: payee.shortcode,
    partyB: payment.organisation.shortcode,
    payerName: payment.organisation.name,
    balanceCents: payee.mainCents,
  });
  return paid;
}

import { scalarField } from '../daraja/fields';
import type { OperationCall } from '../daraja/operation';
import type { Facts } from '../faults/operations';
import type { World } from '../world';

/** The facts of a request from its fields, whichever of them it has. */
export function partyFacts(_world: World, call: OperationCall): Facts {
  const text = (name: string): string | undefined => scalarField(call.body, name);
  const amount = text('Amount');
  return {
    shortcode: text('ShortCode') ?? text('ReceiverParty') ?? text('PartyA'),
    msisdn: text('Msisdn') ?? text('PartyB'),
    amountKes: amount === undefined ? undefined : Number(amount),
  };
}

/** The facts of the payment a request names by its receipt in TransactionID. */
export function receiptFacts(world: World, call: OperationCall): Facts {
  const movement = world.ledger.findByReceipt(scalarField(call.body, 'TransactionID') ?? '');
  if (movement === undefined) return partyFacts(world, call);
  const { msisdn, amountKes, shortcode } = movement;
  return { msisdn, amountKes, shortcode };
}

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

/** The facts of a standing order, whose PartyA is the customer (Daraja: M-PESA Ratiba). */
export function standingOrderFacts(_world: World, { body }: OperationCall): Facts {
  const amount = scalarField(body, 'Amount');
  return {
    shortcode: scalarField(body, 'BusinessShortCode'),
    msisdn: scalarField(body, 'PartyA'),
    amountKes: amount === undefined ? undefined : Number(amount),
  };
}

/** The facts of the payment a request names by its receipt in TransactionID. */
export function receiptFacts(world: World, call: OperationCall): Facts {
  const given = partyFacts(world, call);
  const receipt = scalarField(call.body, 'TransactionID') ?? '';
  const movement =
    world.ledger.findReceiptOf([given.shortcode ?? ''], receipt) ??
    world.ledger.findByReceipt(receipt);
  if (movement === undefined) return given;
  const { msisdn, amountKes, shortcode } = movement;
  return { msisdn, amountKes, shortcode };
}

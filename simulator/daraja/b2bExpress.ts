import type { OutcomeFault } from '../faults/faultSchema';
import type { Facts } from '../faults/operations';
import { payOrganisation } from '../ledger/payOrganisation';
import type { Organisation } from '../ledger/shortcodes';
import { resultDesc, type ResultCode } from '../payments/resultCodes';
import { organisationField } from '../results/initiatorRequest';
import { wireJson } from '../wireJson';
import type { World } from '../world';
import { addressField } from './addressField';
import {
  amountField,
  optionalTextField,
  scalarField,
  spellingOf,
  textField,
  type Body,
} from './fields';
import type { OperationCall } from './operation';
import { jsonReply, type Reply } from './reply';

const cancelledCode = 4_001;
const tooLittle = 1;

type Forced = Extract<OutcomeFault, { kind: 'result_code' }>;

interface Checkout {
  /** Whose till pays. */
  readonly merchant: Organisation;
  /** Whose paybill is paid. */
  readonly vendor: Organisation;
  readonly amountKes: number;
  readonly paymentReference: string;
  readonly url: string;
  readonly requestId: string;
}

/**
 * Asks a merchant to pay a vendor out of the till (Daraja: B2B Express Checkout). Its fields begin
 * with small letters, it has no operator, and its result is flat.
 */
export function b2bExpress(world: World, call: OperationCall): Reply {
  const checkout = readCheckout(world, call.body);
  const outcome = world.faults.claimOne('outcome', 'b2b_express', b2bExpressFacts(world, call));
  const forced = outcome?.kind === 'result_code' ? outcome : undefined;
  world.events.tell('request_accepted', { operation: 'b2b_express' });
  const { approveDelayMs, callbackDelayMs } = world.settings.current;
  world.timers.after(approveDelayMs + callbackDelayMs, async () => {
    const body = resultOf(world, checkout, forced);
    const details = { shortcode: checkout.vendor.shortcode };
    await world.courier.post({ operation: 'b2b_express', url: checkout.url, body, details });
  });
  return jsonReply(200, { code: '0', status: 'USSD Initiated Successfully' });
}

/** What fault rules may be matched against: the vendor who asks, and the sum. */
export function b2bExpressFacts(_world: World, { body }: OperationCall): Facts {
  const amount = scalarField(body, 'amount');
  return {
    shortcode: scalarField(body, 'receiverShortCode'),
    amountKes: amount === undefined ? undefined : Number(amount),
  };
}

function readCheckout(world: World, body: Body): Checkout {
  const merchant = organisationField(world, body, 'primaryShortCode');
  const vendor = organisationField(world, body, 'receiverShortCode');
  const amountKes = amountField(body, 'amount', 1);
  const paymentReference = textField(body, 'paymentRef', 100);
  const url = addressField(body, 'callbackUrl', world.settings.current);
  textField(body, 'partnerName', 100);
  // The sample spells the first, the table of fields the second.
  const ownId = optionalTextField(body, spellingOf(body, ['RequestRefID', 'RequestRefId']), 100);
  const requestId = ownId === '' ? world.identifiers.requestId(Date.now()) : ownId;
  return { merchant, vendor, amountKes, paymentReference, url, requestId };
}

/** The merchant has no phone here; the table of amounts says when they cancel. */
function cancels(world: World, { amountKes }: Checkout): boolean {
  return world.tables.rows({ amountKes }).some(({ behaviour }) => behaviour === 'cancel');
}

function resultOf(world: World, checkout: Checkout, forced: Forced | undefined): string {
  if (forced !== undefined) {
    if (forced.moneyMoves) pay(world, checkout);
    return failure(checkout, forced.resultCode, forced.resultDesc);
  }
  if (cancels(world, checkout)) return failure(checkout, cancelledCode);
  return pay(world, checkout) ?? failure(checkout, tooLittle);
}

/** Moves the money and gives the result of it, or undefined when there is too little. */
function pay(world: World, checkout: Checkout): string | undefined {
  const { merchant, vendor, amountKes, requestId } = checkout;
  const conversationId = world.identifiers.conversationId(Date.now());
  const paid = payOrganisation(world, {
    kind: 'b2b',
    organisation: merchant,
    payee: vendor,
    receiverName: vendor.name,
    partyB: vendor.shortcode,
    amountKes,
    accountReference: checkout.paymentReference,
    originatorConversationId: requestId,
    conversationId,
  });
  if (paid === undefined) return undefined;
  return wireJson({
    resultCode: '0',
    resultDesc: resultDesc(0, 'callback'),
    amount: amountKes.toFixed(1),
    requestId,
    resultType: '0',
    conversationID: conversationId,
    transactionId: paid.receipt,
    status: 'SUCCESS',
  });
}

/** The page shows the shape of a cancelled prompt only; every failure has it here. */
function failure(checkout: Checkout, code: ResultCode, text?: string): string {
  const isCancelled = String(code) === String(cancelledCode);
  const usual = isCancelled ? 'User cancelled transaction' : resultDesc(code, 'callback');
  return wireJson({
    resultCode: String(code),
    resultDesc: text ?? usual,
    requestId: checkout.requestId,
    amount: checkout.amountKes.toFixed(1),
    paymentReference: checkout.paymentReference,
  });
}

import { intentionOf } from '../payments/customer';
import type { Behaviour } from '../payments/phones';
import type { World } from '../world';
import { addressField } from './addressField';
import {
  amountField,
  choiceField,
  digitsField,
  msisdnField,
  optionalTextField,
  shortcodeField,
  spellingOf,
  textField,
  type Body,
} from './fields';
import type { OperationCall } from './operation';
import { jsonReply, merchantRefusal, type Reply } from './reply';
import { accountReferenceLengthMax, transactionDescField } from './requestRules';
import { standingOrderResult } from './standingOrderResult';

const codeOf: Readonly<Record<Behaviour, number>> = {
  approve: 0,
  cancel: 1032,
  wrong_pin: 2001,
  insufficient_funds: 0,
  ignore: 1037,
  unreachable: 1037,
  manual: 1037,
  pin_locked: 8006,
  approve_after_timeout: 1037,
};

const sameName = 1050;

/** Safaricom's pages and simulator give several names for the same two things, one misspelt. */
const payBillTypes = [
  'Standing Order Customer Pay Bill',
  'Standing Order Pay Bill External Third Party',
  'Standing Order Pay Bill Ext-Third Party',
] as const;
const buyGoodsTypes = [
  'Standing Order Customer Pay Marchant',
  'Standing Order Customer Pay Merchant',
  'Standing Order Pay Merchant External Third Party',
  'Standing Order Merchant Payment Ext-Third Party',
] as const;

interface Order {
  readonly name: string;
  readonly endDate: string;
  readonly shortcode: string;
  readonly amountKes: number;
  readonly msisdn: string;
  readonly url: string;
  /** Chosen by the caller; empty when they chose none. */
  readonly ownId: string;
}

/**
 * Asks a customer to agree to a standing order (Daraja: M-PESA Ratiba). The answer nests header
 * and body and says "200" where others say "0"; the result comes to CallBackURL.
 */
export function standingOrder(world: World, call: OperationCall): Reply {
  const order = readOrder(world, call.body);
  const { name, shortcode, amountKes, msisdn, url } = order;
  if (world.shortcodes.findPayee(shortcode) === undefined) {
    throw merchantRefusal('Merchant does not exist');
  }
  const responseRefId = world.identifiers.requestId(Date.now());
  const { behaviour, delayMs } = intentionOf(world, msisdn, amountKes);
  const { callbackDelayMs, promptTimeoutMs } = world.settings.current;
  const answeredMs = codeOf[behaviour] === 1037 ? promptTimeoutMs : delayMs;
  world.timers.after(answeredMs + callbackDelayMs, async () => {
    const agreed = codeOf[behaviour];
    const code = agreed === 0 && !world.standingOrders.add(msisdn, name) ? sameName : agreed;
    const body = standingOrderResult({ ...order, responseRefId, code });
    const details = { msisdn, resultCode: code };
    await world.courier.post({ operation: 'standing_order', url, body, details });
  });
  return acknowledgement(responseRefId);
}

function readOrder(world: World, body: Body): Order {
  const settings = world.settings.current;
  const dates = /^\d{8}$/;
  // The page spells the name and the id in two ways, in its sample and in its table.
  const name = textField(
    body,
    spellingOf(body, ['StandingOrderName', 'StandingOrderNameName']),
    100,
  );
  digitsField(body, 'StartDate', dates);
  const endDate = digitsField(body, 'EndDate', dates);
  const shortcode = shortcodeField(body, 'BusinessShortCode');
  const type = choiceField(body, 'TransactionType', [...payBillTypes, ...buyGoodsTypes]);
  choiceField(body, 'ReceiverPartyIdentifierType', ['2', '4']);
  const amountKes = amountField(body, 'Amount', 1);
  const msisdn = msisdnField(body, 'PartyA');
  const url = addressField(body, 'CallBackURL', settings);
  const isPayBill = payBillTypes.some((each) => each === type);
  // The page gives it a meaning for a paybill only.
  const mandatory = isPayBill || settings.requestRules === 'documented';
  (mandatory ? textField : optionalTextField)(
    body,
    'AccountReference',
    accountReferenceLengthMax(settings),
  );
  transactionDescField(body, settings);
  digitsField(body, 'Frequency', /^[1-9]$/);
  const ownId = optionalTextField(body, spellingOf(body, ['CustomStoId', 'CustomstdoId']), 100);
  return { name, endDate, shortcode, amountKes, msisdn, url, ownId };
}

function acknowledgement(responseRefID: string): Reply {
  const responseDescription = 'Request accepted for processing';
  return jsonReply(200, {
    ResponseHeader: {
      responseRefID,
      responseCode: '200',
      responseDescription,
      ResultDesc: 'The service request is processed successfully.',
    },
    ResponseBody: { responseDescription, responseCode: '200' },
  });
}

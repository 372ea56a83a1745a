import { intentionOf } from '../payments/customer';
import type { Behaviour } from '../payments/phones';
import { resultDesc } from '../payments/resultCodes';
import { wireJson } from '../wireJson';
import type { World } from '../world';
import { addressField } from './addressField';
import {
  amountField,
  choiceField,
  digitsField,
  msisdnField,
  shortcodeField,
  textField,
} from './fields';
import type { OperationCall } from './operation';
import { jsonReply, merchantRefusal, type Reply } from './reply';

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

/** Safaricom's pages give three pairs of names for the same two things, one of them misspelt. */
const transactionTypes = [
  'Standing Order Customer Pay Bill',
  'Standing Order Customer Pay Marchant',
  'Standing Order Customer Pay Merchant',
  'Standing Order Pay Bill External Third Party',
  'Standing Order Pay Merchant External Third Party',
] as const;

/**
 * Asks a customer to agree to a standing order (Daraja: M-PESA Ratiba). The answer nests header
 * and body and says "200" where others say "0"; the result comes to CallBackURL.
 */
export function standingOrder(world: World, call: OperationCall): Reply {
  const { body } = call;
  const name = textField(body, 'StandingOrderName', 100);
  const dates = /^\d{8}$/;
  digitsField(body, 'StartDate', dates);
  const endDate = digitsField(body, 'EndDate', dates);
  const shortcode = shortcodeField(body, 'BusinessShortCode');
  choiceField(body, 'TransactionType', transactionTypes);
  choiceField(body, 'ReceiverPartyIdentifierType', ['2', '4']);
  const amountKes = amountField(body, 'Amount', 1);
  const msisdn = msisdnField(body, 'PartyA');
  const url = addressField(body, 'CallBackURL', world.settings.current);
  textField(body, 'AccountReference', 12);
  textField(body, 'TransactionDesc', 13);
  digitsField(body, 'Frequency', /^[1-9]$/);
  if (world.shortcodes.findPayee(shortcode) === undefined) {
    throw merchantRefusal('Merchant does not exist');
  }
  const responseRefID = world.identifiers.requestId(Date.now());
  const { behaviour, delayMs } = intentionOf(world, msisdn, amountKes);
  const { callbackDelayMs, promptTimeoutMs } = world.settings.current;
  const answeredMs = codeOf[behaviour] === 1037 ? promptTimeoutMs : delayMs;
  world.timers.after(answeredMs + callbackDelayMs, async () => {
    const agreed = codeOf[behaviour];
    const code = agreed === 0 && !world.standingOrders.add(msisdn, name) ? sameName : agreed;
    const result = callbackBody({ responseRefID, code, name, amountKes, endDate, msisdn });
    const details = { msisdn, resultCode: code };
    await world.courier.post({ operation: 'standing_order', url, body: result, details });
  });
  return acknowledgement(responseRefID);
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

interface Agreement {
  readonly responseRefID: string;
  readonly code: number;
  readonly name: string;
  readonly amountKes: number;
  readonly endDate: string;
  readonly msisdn: string;
}

/** The result in lower-case keys, its data a list of names and values. */
function callbackBody({ responseRefID, code, name, amountKes, endDate, msisdn }: Agreement) {
  const ok = code === 0;
  const schedule = responseRefID.replaceAll(/\D/g, '').slice(0, 7);
  const data: readonly (readonly [string, string])[] = [
    ...(ok
      ? ([
          ['standingOrderName', name],
          ['amount', amountKes.toFixed(2)],
          ['issuePaymentReminderUntil', endDate],
          ['reminderScheduleId', schedule],
          ['status', 'ACTIVE'],
          ['TransactionID', schedule],
        ] as const)
      : []),
    ['ResponseCode', String(code)],
    ['Status', ok ? 'OKAY' : 'ERROR'],
    ['Msisdn', `254******${msisdn.slice(-3)}`],
  ];
  return wireJson({
    responseHeader: {
      responseRefID,
      requestRefID: responseRefID,
      responseCode: String(code),
      responseDescription: ok
        ? 'Standing order created successfully'
        : resultDesc(code, 'callback'),
    },
    responseBody: { responseData: data.map(([key, value]) => ({ name: key, value })) },
  });
}

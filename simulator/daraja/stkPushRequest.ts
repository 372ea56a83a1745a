import type { World } from '../world';
import { addressField } from './addressField';
import {
  amountField,
  choiceField,
  msisdnField,
  shortcodeField,
  textField,
  type Body,
} from './fields';
import { checkPassword } from './password';
import { accountReferenceLengthMax, transactionDescField } from './requestRules';
import { invalidField } from './reply';

/** An STK push whose every field is right. */
export interface StkPushRequest {
  readonly shortcode: string;
  readonly transactionType: 'CustomerPayBillOnline' | 'CustomerBuyGoodsOnline';
  readonly amountKes: number;
  readonly msisdn: string;
  readonly partyB: string;
  readonly callbackUrl: string;
  readonly accountReference: string;
  readonly transactionDesc: string;
}

/**
 * Reads a push in the order in which Daraja: M-PESA Express lists its fields. The password comes
 * last, because field errors are HTTP 400 of the gateway and wrong credentials are HTTP 500 of
 * what lies behind it. Throws Refusal.
 */
export function readStkPush(world: World, body: Body): StkPushRequest {
  const settings = world.settings.current;
  refuseNulls(body);
  const push = {
    shortcode: shortcodeField(body, 'BusinessShortCode'),
    transactionType: choiceField(body, 'TransactionType', [
      'CustomerPayBillOnline',
      'CustomerBuyGoodsOnline',
    ]),
    amountKes: amountField(body, 'Amount', 1),
    partyA: msisdnField(body, 'PartyA'),
    partyB: shortcodeField(body, 'PartyB'),
    msisdn: msisdnField(body, 'PhoneNumber'),
    callbackUrl: addressField(body, 'CallBackURL', settings),
    accountReference: textField(body, 'AccountReference', accountReferenceLengthMax(settings)),
    transactionDesc: transactionDescField(body, settings),
  };
  checkPassword(world, body, push.shortcode);
  return push;
}

/** A null text is refused under a name no field has, as seen against a live paybill. */
function refuseNulls(body: Body): void {
  for (const name of ['AccountReference', 'TransactionDesc']) {
    if (body[name] === null) throw invalidField('Remarks');
  }
}

import { payByCustomer } from '../c2b/payByCustomer';
import { organisationField } from '../results/initiatorRequest';
import type { World } from '../world';
import { c2bAcknowledgement } from './c2bRegister';
import { amountField, choiceField, fieldOf, msisdnField, textField, type Body } from './fields';
import type { OperationCall } from './operation';
import { invalidField, type Reply } from './reply';

const billRefNumberLengthMax = 20;

/** Makes a customer pay without a phone, as only the sandbox can (Daraja: Customer To Business). */
export function c2bSimulate(world: World, call: OperationCall): Reply {
  const { body } = call;
  const organisation = organisationField(world, body, 'ShortCode');
  const command = choiceField(body, 'CommandID', [
    'CustomerPayBillOnline',
    'CustomerBuyGoodsOnline',
  ]);
  const isBuyGoods = command === 'CustomerBuyGoodsOnline';
  const suits = isBuyGoods === (organisation.kind === 'store');
  const { requestRules } = world.settings.current;
  if (!suits && requestRules === 'documented') throw invalidField('CommandID');
  const payment = {
    organisation,
    amountKes: amountField(body, 'Amount', 1),
    msisdn: msisdnField(body, 'Msisdn'),
    accountReference: billReference(body, command),
  };
  world.timers.after(world.settings.current.approveDelayMs, async () => {
    await payByCustomer(world, payment);
  });
  return c2bAcknowledgement(world, 'Accept the service request successfully.');
}

/** A till has no account: BillRefNumber is null for Buy Goods. */
function billReference(body: Body, command: string): string {
  const value = fieldOf(body, 'BillRefNumber');
  const isBlank = value === undefined || value === '';
  if (command === 'CustomerBuyGoodsOnline' && isBlank) return '';
  return textField(body, 'BillRefNumber', billRefNumberLengthMax);
}

import fc from 'fast-check';
import { parseStkCallback } from '../../daraja/inbound/stkCallback';
import { parseStatusResult } from '../../daraja/inbound/statusResult';
import { parseNotice } from '../../domain/evidence/notice';
import { maskMsisdn } from '../../domain/values/msisdn';
import { newId } from '../../crypto/newId';
import { evidenceShape } from '../../store/mongo/evidenceShape';
import '../unit/propertySeed';

/* Whatever the listener acknowledges must be readable from the inbox and from a signal. */

const digits = (length: number) =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));
const moment = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().replaceAll(/\D/g, '').slice(0, 14));
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('', ' ', '0', -0, 0, 1e21, '100.00', 'UKN4A1B2C3', 'Completed', '174379 - Shop'),
  moment,
  moment.map(Number),
  digits(14),
  fc.string({ maxLength: 40 }),
  fc.double(),
);

const seen = () => ({ evidenceId: newId('evidence'), atMs: 1 });

it('stores and signals every STK callback that it takes', () => {
  const names = fc.constantFrom('Amount', 'MpesaReceiptNumber', 'TransactionDate', 'PhoneNumber');
  const items = fc.array(fc.record({ Name: names, Value: value }));
  fc.assert(
    fc.property(fc.oneof(fc.constant(0), value), items, value, (ResultCode, Item, handle) => {
      const stkCallback = { CheckoutRequestID: handle, ResultCode, CallbackMetadata: { Item } };
      const callback = parseStkCallback({ Body: { stkCallback } });
      if (callback === null) return;
      const { checkoutRequestId, ...read } = callback;
      const evidence = { ...seen(), kind: 'callback', callbackId: newId('callback'), ...read };
      expect(evidenceShape.safeParse(evidence)).toMatchObject({ success: true });
      const sent = {
        kind: 'callback',
        evidence,
        callbackTokenHash: 'x',
        sealedCheckoutRequestId: checkoutRequestId,
      };
      expect(parseNotice(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
    }),
  );
});

it('stores every Transaction Status result that it takes', () => {
  const keys = fc.constantFrom(
    'TransactionStatus',
    'ReceiptNo',
    'Amount',
    'CreditPartyName',
    'DebitPartyName',
    'InitiatedTime',
    'FinalisedTime',
  );
  const parameters = fc.array(fc.record({ Key: keys, Value: value }));
  fc.assert(
    fc.property(fc.oneof(fc.constant(0), value), parameters, (ResultCode, ResultParameter) => {
      const ResultParameters = { ResultParameter };
      const result = parseStatusResult({ Result: { ResultCode, ResultParameters } });
      if (result === null) return;
      const { payer, ...shown } = result;
      const payerMasked = payer && maskMsisdn(payer);
      const who = { payerMasked, payerHash: payer && 'a hash' };
      const evidence = { ...seen(), kind: 'transaction_status', ...shown, ...who };
      expect(evidenceShape.safeParse(evidence)).toMatchObject({ success: true });
    }),
  );
});

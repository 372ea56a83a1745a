import { parseStkCallback } from '../../daraja/inbound/stkCallback';
import { parseCallbackJson } from '../../api/callbacks/callbackBody';

const ITEMS = [
  { Name: 'Amount', Value: 100 },
  { Name: 'MpesaReceiptNumber', Value: 'UKN4A1B2C3' },
  { Name: 'Balance' },
  { Name: 'TransactionDate', Value: 20261123203031 },
];

function body(fields: Record<string, unknown> = {}, ...amounts: readonly unknown[]) {
  const amount = amounts.length === 0 ? 100 : amounts[0];
  const items = ITEMS.map((item) => (item.Name === 'Amount' ? { ...item, Value: amount } : item));
  const stkCallback = {
    MerchantRequestID: '2654-4b64-97ff-b827b542881d3130',
    CheckoutRequestID: 'ws_CO_1',
    ResultCode: 0,
    ResultDesc: 'The service request is processed successfully.',
    CallbackMetadata: { Item: items },
    ...fields,
  };
  return { Body: { stkCallback } };
}

const whole = parseStkCallback(body());

// Guarantees that what decides nothing cannot cost us a callback that comes once (F19).
it.each(['MerchantRequestID', 'ResultDesc'])('reads the same with an odd %s', (name) => {
  expect(whole).toMatchObject({ resultCode: '0', receipt: 'UKN4A1B2C3', amountCents: 10_000 });
  for (const odd of [null, 7, {}, undefined]) {
    expect(parseStkCallback(body({ [name]: odd }))).toEqual(whole);
  }
});

// Guarantees that an amount which cannot be read is never taken for the one asked for (M7, F19).
it.each([
  ['absent', undefined, null],
  ['null', null, null],
  ['negative', -100, 0],
  ['of a tenth of a cent', 100.001, 0],
  ['a text that is none', 'KES 100', 0],
  ['an object', { KES: 100 }, 0],
])('reads an amount that is %s', (_what, amount, amountCents) => {
  expect(parseStkCallback(body({}, amount))).toEqual({ ...whole, amountCents });
});

it('reads a body that begins with a byte order mark', () => {
  expect(parseCallbackJson({ bytes: Buffer.from('\uFEFF{"a":1}'), isTooLarge: false }, '')).toEqual(
    { a: 1 },
  );
});

const withItems = (...items: readonly unknown[]) =>
  parseStkCallback(body({ CallbackMetadata: { Item: items } }));

// Guarantees that one odd item switches off no check of the items beside it (M7, F19).
it.each<[string, unknown[]]>([
  ['null', [null]],
  ['a text', ['Amount']],
  ['an item without a name', [{ Value: 100 }]],
  ['an item whose name is a number', [{ Name: 7, Value: 100 }]],
  ['sixty more', Array.from({ length: 60 }, (_, index) => ({ Name: `Extra${index}`, Value: 1 }))],
])('reads the items beside %s', (_what, odd) => {
  expect(withItems(...odd, ...ITEMS, ...odd)).toEqual(whole);
});

it('takes two amounts that differ for none, and two receipts for no receipt', () => {
  const more = [
    { Name: 'Amount', Value: 1 },
    { Name: 'MpesaReceiptNumber', Value: 'UKN4ZZZZZZ' },
  ];
  expect(withItems(...ITEMS, ...more)).toEqual({ ...whole, amountCents: 0, receipt: null });
  expect(withItems(...ITEMS, ...ITEMS)).toEqual(whole);
});

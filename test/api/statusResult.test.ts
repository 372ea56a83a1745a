import { parseStatusResult } from '../../daraja/inbound/statusResult';

interface Parameter {
  readonly Key: string;
  readonly Value?: unknown;
}

/** The result of Transaction Status as Daraja documents it (Daraja: Transaction Status, result). */
const documented: readonly Parameter[] = [
  { Key: 'ReceiptNo', Value: 'UKN4A1B2C3' },
  { Key: 'TransactionStatus', Value: 'Completed' },
  { Key: 'Amount', Value: '300' },
  { Key: 'InitiatedTime', Value: '20261123203016' },
  { Key: 'DebitPartyName', Value: '254708374149 - Jane Doe' },
  { Key: 'CreditPartyName', Value: '600310 - Example Ltd' },
  { Key: 'ReasonType', Value: 'Pay Bill Online' },
  { Key: 'TransactionReason' },
  { Key: 'DebitPartyCharges', Value: 'Fee For Pay Bill|KES|22.40' },
];

function result(parameters: readonly Parameter[], fields: Record<string, unknown> = {}): unknown {
  return {
    Result: {
      ResultType: 0,
      ResultCode: 0,
      ResultDesc: 'The service request is processed successfully.',
      OriginatorConversationID: '7071-4170-a0e5-8345632bad442144258',
      ConversationID: 'AG_20261123_70106ed9f3bf4dbc8f71',
      TransactionID: 'UKN0000000',
      ResultParameters: { ResultParameter: parameters },
      ReferenceData: { ReferenceItem: { Key: 'Occasion' } },
      ...fields,
    },
  };
}

/** The documented parameters with one of them written otherwise. */
function change(key: string, ...values: readonly unknown[]): Parameter[] {
  const others = documented.filter(({ Key }) => Key !== key);
  return [...others, ...values.map((Value) => ({ Key: key, Value }))];
}

const whole = {
  resultCode: '0',
  status: 'Completed',
  receipt: 'UKN4A1B2C3',
  amountCents: 30_000,
  shortcode: '600310',
  initiatedAtMs: Date.UTC(2026, 10, 23, 17, 30, 16),
  payer: '254708374149',
};

it('reads the documented result, and its receipt, not the number of the question', () => {
  expect(parseStatusResult(result(documented))).toEqual(whole);
});

it('finds the shortcode where the official sample puts it: a second DebitPartyName', () => {
  const doubled = documented.map((parameter) =>
    parameter.Key === 'CreditPartyName' ? { ...parameter, Key: 'DebitPartyName' } : parameter,
  );
  expect(parseStatusResult(result(doubled))).toEqual(whole);
});

// Guarantees that money which left our shortcode, a payout or a reversal, is never read as money
// that came in: the second party is the credited one.
it.each([
  ['both parties named', 'CreditPartyName'],
  ['DebitPartyName twice', 'DebitPartyName'],
])('does not take a payout for a payment, with %s', (_what, creditedKey) => {
  const payout = [
    ...documented.filter(({ Key }) => !Key.endsWith('PartyName')),
    { Key: 'DebitPartyName', Value: '600310 - Example Ltd' },
    { Key: creditedKey, Value: '254708374149 - Jane Doe' },
  ];
  expect(parseStatusResult(result(payout))).toEqual({
    ...whole,
    shortcode: null,
    payer: null,
  });
});

it.each([
  ['no time', [], null],
  ['a time that is none', ['yesterday'], null],
  ['a number', [20261123203016], Date.UTC(2026, 10, 23, 17, 30, 16)],
])('reads when it began from %s', (_what, values, initiatedAtMs) => {
  const parsed = parseStatusResult(result(change('InitiatedTime', ...values)));
  expect(parsed).toEqual({ ...whole, initiatedAtMs });
});

it('never takes the number of a person for a shortcode', () => {
  const parsed = parseStatusResult(result(change('CreditPartyName')));
  expect(parsed).toEqual({ ...whole, shortcode: null });
});

it.each([
  ['numbers as texts', { ResultCode: '0', ResultType: '0' }],
  ['a list of reference items', { ReferenceData: { ReferenceItem: [{ Key: 'Occasion' }] } }],
  ['no reference data', { ReferenceData: undefined }],
  ['names that nobody knows', { Unheard: { of: 1 } }],
])('reads the same with %s', (_what, fields) => {
  expect(parseStatusResult(result(documented, fields))).toEqual(whole);
});

it.each([
  ['a number', 300, 30_000],
  ['a number with cents', 300.5, 30_050],
  ['a text with cents and commas', '1,300.00', 130_000],
  ['a text that is no amount', 'three hundred', null],
  ['a negative amount', -300, null],
  ['an object', { KES: 300 }, null],
])('reads an amount that is %s', (_what, value, amountCents) => {
  const parsed = parseStatusResult(result(change('Amount', value)));
  expect(parsed).toEqual({ ...whole, amountCents });
});

// Guarantees that a key without a value is absent, wherever it stands: the documented result has
// such keys, and one before the true value must not hide it.
it.each([
  ['ReceiptNo', 'receipt'],
  ['TransactionStatus', 'status'],
  ['Amount', 'amountCents'],
  ['CreditPartyName', 'shortcode'],
] as const)('takes %s without a value for absent', (key, field) => {
  const bare = [{ Key: key }, ...documented.filter(({ Key }) => Key !== key)];
  expect(parseStatusResult(result(bare))).toEqual({ ...whole, [field]: null });
  expect(parseStatusResult(result([{ Key: key }, ...documented]))).toEqual(whole);
});

it.each([
  ['none', undefined],
  ['an empty list', { ResultParameter: [] }],
])('reads a result with parameters: %s', (_what, ResultParameters) => {
  const parsed = parseStatusResult(result([], { ResultCode: 2032, ResultParameters }));
  expect(parsed).toEqual({
    resultCode: '2032',
    status: null,
    receipt: null,
    amountCents: null,
    shortcode: null,
    initiatedAtMs: null,
    payer: null,
  });
});

// Guarantees that a hidden number is nobody's, and not somebody else's.
it.each(['2547****149 - Jane Doe', 'f3b1c0 - Jane Doe', 'Jane Doe', 7])(
  'knows no payer in %p',
  (party) => {
    expect(parseStatusResult(result(change('DebitPartyName', party)))).toEqual({
      ...whole,
      payer: null,
    });
  },
);

// Guarantees that what decides nothing cannot cost us an answer that comes once.
it.each(['ResultDesc', 'OriginatorConversationID', 'ConversationID', 'TransactionID'])(
  'reads the same with an odd %s',
  (name) => {
    for (const odd of [null, 7, {}]) {
      expect(parseStatusResult(result(documented, { [name]: odd }))).toEqual(whole);
    }
  },
);

it('reads a single parameter that is no list, and none where there is null', () => {
  const one = { ResultParameters: { ResultParameter: { Key: 'ReceiptNo', Value: 'UKN4A1B2C3' } } };
  expect(parseStatusResult(result([], one))).toMatchObject({ receipt: 'UKN4A1B2C3', status: null });
  expect(parseStatusResult(result([], { ResultParameters: null }))).toMatchObject({
    receipt: null,
  });
});

it('keeps a status short', () => {
  const long = parseStatusResult(result(change('TransactionStatus', 'x'.repeat(33))));
  expect(long).toEqual({ ...whole, status: null });
});

it.each([
  ['nothing', undefined],
  ['a list', []],
  ['no Result', {}],
  ['no ResultCode', { Result: { ResultDesc: 'x' } }],
  ['an object as code', { Result: { ResultCode: {} } }],
  ['a fraction as code', { Result: { ResultCode: 0.5 } }],
  ['an empty code', { Result: { ResultCode: '' } }],
  ['parameters as a bare list', { Result: { ResultCode: 0, ResultParameters: [] } }],
  ['a parameter without a key', result([{ Value: 1 } as unknown as Parameter])],
  ['101 parameters', result(Array.from({ length: 101 }, () => ({ Key: 'x' })))],
])('refuses %s', (_what, json) => {
  expect(parseStatusResult(json)).toBeNull();
});

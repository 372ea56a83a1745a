import type { Json } from './darajaClient';
import { metadata, startTestBed, stkCallback, type Pushed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

/** Pushes to a phone that a fault of this kind strikes once. */
async function pushWith(fault: Json, phone: Json = {}): Promise<Pushed> {
  const { msisdn } = bed.fresh();
  await bed.client.post(`/phones/${msisdn}`, phone);
  const rule = await bed.client.post('/faults', { match: { msisdn }, fault, times: 1 });
  expect(rule.status).toBe(201);
  return bed.pushFresh({ PhoneNumber: msisdn });
}

async function bodyWith(fault: Json): Promise<string> {
  const { path } = await pushWith(fault);
  const [arrival] = await bed.receiver.expect(path);
  return arrival?.body ?? '';
}

const codes = (arrivals: readonly { body: string }[]): unknown[] =>
  arrivals.map(({ body }) => stkCallback(body)['ResultCode']);

async function ledger(): Promise<Json[]> {
  return (await bed.client.get('/ledger'))['entries'] as Json[];
}

describe('malformed callbacks', () => {
  const malformed = (variant: string, more: Json = {}): Promise<string> =>
    bodyWith({ kind: 'callback_malformed', variant, ...more });

  it('html', async () => {
    expect(await malformed('html')).toContain('<html>');
  });

  it('empty', async () => {
    expect(await malformed('empty')).toBe('');
  });

  it('truncated_json', async () => {
    const body = await malformed('truncated_json');
    expect(body).toMatch(/^\{"Body"/);
    expect(() => void JSON.parse(body)).toThrow(SyntaxError);
  });

  it('missing_metadata', async () => {
    const callback = stkCallback(await malformed('missing_metadata'));
    expect(callback['ResultCode']).toBe(0);
    expect(callback).not.toHaveProperty('CallbackMetadata');
  });

  it.each([
    ['missing_receipt', 'MpesaReceiptNumber'],
    ['missing_amount', 'Amount'],
  ])('%s', async (variant, name) => {
    const items = metadata(await malformed(variant));
    expect(Object.keys(items)).toHaveLength(4);
    expect(items).not.toHaveProperty(name);
  });

  it('string_codes', async () => {
    expect(stkCallback(await malformed('string_codes'))['ResultCode']).toBe('0');
  });

  it('string_amount', async () => {
    expect(metadata(await malformed('string_amount'))['Amount']).toBe('10.00');
  });

  it('amount_altered, by one or to a given sum', async () => {
    expect(metadata(await malformed('amount_altered'))['Amount']).toBe(11);
    expect(metadata(await malformed('amount_altered', { amountKes: 1 }))['Amount']).toBe(1);
    expect((await ledger()).map(({ amountKes }) => amountKes)).toEqual([10, 10]);
  });

  it('masked_phone', async () => {
    expect(metadata(await malformed('masked_phone'))['PhoneNumber']).toMatch(/^2547\*{4}\d{3}$/);
  });

  it('foreign_checkout_id', async () => {
    const fault = { kind: 'callback_malformed', variant: 'foreign_checkout_id' };
    const { path, id } = await pushWith(fault);
    const [arrival] = await bed.receiver.expect(path);
    const foreign = stkCallback(arrival?.body ?? '')['CheckoutRequestID'];
    expect(foreign).toMatch(/^ws_CO_\d{26}$/);
    expect(foreign).not.toBe(id);
  });
});

describe('faults of outcomes', () => {
  it.each([7777, 'SFC_IC0003', 1001])(
    'result_code %p in callback and query',
    async (resultCode) => {
      const { path, id } = await pushWith({ kind: 'result_code', resultCode });
      expect(codes(await bed.receiver.expect(path))).toEqual([resultCode]);
      expect((await bed.client.query(id)).json['ResultCode']).toBe(String(resultCode));
      expect(await ledger()).toHaveLength(0);
    },
  );

  it('result_code with money that moved nevertheless', async () => {
    const { path } = await pushWith({ kind: 'result_code', moneyMoves: true });
    expect(codes(await bed.receiver.expect(path))).toEqual([7777]);
    expect(await ledger()).toHaveLength(1);
  });

  it('receipt_clash: two payments with one receipt', async () => {
    const first = await bed.pushFresh();
    const [told] = await bed.receiver.expect(first.path);
    const body = await bodyWith({ kind: 'receipt_clash' });
    const receipt = metadata(told?.body ?? '')['MpesaReceiptNumber'];
    expect(metadata(body)['MpesaReceiptNumber']).toBe(receipt);
    expect((await ledger()).map((entry) => entry['receipt'])).toEqual([receipt, receipt]);
  });
});

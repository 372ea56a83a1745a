import type { Json } from './darajaClient';
import { eventually } from './eventually';
import type { Answer } from './receiver';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

interface Registered {
  readonly confirmation: string;
  readonly validation: string;
}

async function register(version = 'v2', more: Json = {}): Promise<Registered> {
  const { path } = bed.fresh();
  const [confirmation, validation] = [`${path}/confirm`, `${path}/validate`];
  const { status } = await bed.client.call(`/mpesa/c2b/${version}/registerurl`, {
    ShortCode: '174379',
    ResponseType: 'Completed',
    ConfirmationURL: bed.receiver.url(confirmation),
    ValidationURL: bed.receiver.url(validation),
    ...more,
  });
  expect(status).toBe(200);
  return { confirmation, validation };
}

async function confirmed({ confirmation }: Registered): Promise<Json> {
  const [arrival] = await bed.receiver.expect(confirmation);
  return JSON.parse(arrival?.body ?? '') as Json;
}

describe('the C2B validation', () => {
  beforeEach(() =>
    bed.client.post('/settings', { c2bValidation: true, c2bValidationTimeoutMs: 150 }),
  );

  const pay = (amountKes = 5) =>
    bed.client.post('/payments', {
      ...{ payee: '174379', msisdn: '254700000001', amountKes, accountReference: 'ORD-1' },
    });

  /** The merchant thinks about its answer until it is told to accept. */
  function think({ validation }: Registered): () => void {
    let accept: (answer: Answer) => void = () => undefined;
    const answer = new Promise<Answer>((resolve) => {
      accept = resolve;
    });
    bed.receiver.answerWith(validation, answer);
    return () => accept({ status: 200, body: '{"ResultCode":"0","ResultDesc":"Accepted"}' });
  }

  it.each(['C2B00011', 'C2B00016'])('rejects by %s: no money, no confirmation', async (code) => {
    const registered = await register();
    const body = JSON.stringify({ ResultCode: code, ResultDesc: 'Rejected' });
    bed.receiver.answerWith(registered.validation, { status: 200, body });
    expect((await pay()).status).toBe(409);
    expect((await bed.client.get('/ledger'))['entries']).toEqual([]);
  });

  it('accepts, asks before the money moves, and echoes the third party id', async () => {
    const registered = await register();
    const body = JSON.stringify({ ResultCode: '0', ResultDesc: 'ok', ThirdPartyTransID: 'T-1' });
    bed.receiver.answerWith(registered.validation, { status: 200, body });
    expect((await pay()).status).toBe(201);
    const [asked] = await bed.receiver.expect(registered.validation);
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({ OrgAccountBalance: '' });
    expect((await confirmed(registered))['ThirdPartyTransID']).toBe('T-1');
  });

  // Guarantees that silence is decided by the ResponseType that was registered.
  it.each([
    ['Completed', 201],
    ['Cancelled', 409],
  ])('without an answer in time, %s decides', async (ResponseType, status) => {
    const registered = await register('v2', { ResponseType });
    bed.receiver.answerWith(registered.validation, undefined);
    expect((await pay()).status).toBe(status);
  });

  it.each([
    [500, '{"ResultCode":0}'],
    [200, 'not json'],
  ])('HTTP %i with %s counts as no answer', async (status, body) => {
    const registered = await register('v2', { ResponseType: 'Cancelled' });
    bed.receiver.answerWith(registered.validation, { status, body });
    expect((await pay()).status).toBe(409);
  });

  describe('while the merchant thinks about it', () => {
    beforeEach(() => bed.client.post('/settings', { c2bValidationTimeoutMs: 8_000 }));

    // Guarantees that money that is gone by then is not spent a second time.
    it('several payments cannot spend the same money', async () => {
      await bed.client.post('/phones/254700000001', { balanceKes: 10 });
      const registered = await register();
      const accept = think(registered);
      const payments = [pay(10), pay(10), pay(10), pay(10)];
      await bed.receiver.expect(registered.validation, 4);
      accept();
      const statuses = (await Promise.all(payments)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([201, 409, 409, 409]);
      expect(await bed.client.get('/phones/254700000001')).toMatchObject({ balanceKes: 0 });
    });

    // Guarantees that a merchant can match what it accepted with what was confirmed.
    it('the payment keeps the receipt it was asked about with', async () => {
      const registered = await register();
      const accept = think(registered);
      const payment = pay();
      const [asked] = await bed.receiver.expect(registered.validation);
      const { TransID } = JSON.parse(asked?.body ?? '') as Json;
      const askedInTenth = Math.floor(Date.now() / 100);
      await eventually('another tenth of a second, which a new receipt would show', () =>
        Math.floor(Date.now() / 100) > askedInTenth ? true : undefined,
      );
      accept();
      expect((await payment).json['receipt']).toBe(TransID);
      expect((await confirmed(registered))['TransID']).toBe(TransID);
    });

    // Guarantees that nothing of the world before a reset moves money in the one after it.
    it('a reset ends the payment', async () => {
      const registered = await register();
      const accept = think(registered);
      const payment = pay();
      await bed.receiver.expect(registered.validation);
      await bed.client.post('/reset');
      accept();
      expect((await payment).status).toBe(409);
      expect((await bed.client.get('/ledger'))['entries']).toEqual([]);
      expect(await bed.client.get('/phones/254700000001')).toMatchObject({ balanceKes: 50_000 });
    });
  });
});

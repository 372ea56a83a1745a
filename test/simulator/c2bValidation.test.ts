import type { Json } from './darajaClient';
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

  const pay = () =>
    bed.client.post('/payments', {
      ...{ payee: '174379', msisdn: '254700000001', amountKes: 5, accountReference: 'ORD-1' },
    });

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
});

import type { Json } from './darajaClient';
import { startTestBed, type Pushed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

async function paid(): Promise<Pushed> {
  const pushed = await bed.pushFresh();
  await bed.receiver.expect(pushed.path);
  return pushed;
}

async function strike({ msisdn }: Pushed, fault: Json, times?: number): Promise<void> {
  const rule = await bed.client.post('/faults', { match: { msisdn }, fault, times });
  expect(rule.json).toMatchObject({ operation: 'stk_query' });
}

describe('faults of the query', () => {
  it('query_pending n times, then the truth', async () => {
    const pushed = await paid();
    await strike(pushed, { kind: 'query_pending', shape: '200_4999' }, 3);
    const codes: unknown[] = [];
    for (let asked = 0; asked < 4; asked += 1) {
      codes.push((await bed.client.query(pushed.id)).json['ResultCode']);
    }
    expect(codes).toEqual(['4999', '4999', '4999', '0']);
  });

  // Guarantees that a client that lets a query overwrite a success is caught.
  it('query_lies n times: failed, though money moved', async () => {
    const pushed = await paid();
    await strike(pushed, { kind: 'query_lies', resultCode: 1032 }, 2);
    for (const code of ['1032', '1032', '0']) {
      expect((await bed.client.query(pushed.id)).json['ResultCode']).toBe(code);
    }
  });

  it('query_lies within a window after the push', async () => {
    const pushed = await paid();
    await strike(pushed, { kind: 'query_lies', resultCode: 1, windowMs: 30_000 });
    expect((await bed.client.query(pushed.id)).json['ResultCode']).toBe('1');
    await bed.client.drop('/faults');
    await strike(pushed, { kind: 'query_lies', resultCode: 1, windowMs: 0 });
    expect((await bed.client.query(pushed.id)).json['ResultCode']).toBe('0');
  });

  it('query_error with its status, code and text', async () => {
    const pushed = await paid();
    await strike(pushed, { kind: 'query_error' }, 1);
    const { status, json } = await bed.client.query(pushed.id);
    expect([status, json['errorCode']]).toEqual([500, '500.003.1001']);
    await strike(
      pushed,
      { kind: 'query_error', status: 503, errorCode: 'x', errorMessage: 'y' },
      1,
    );
    const other = await bed.client.query(pushed.id);
    expect([other.status, other.json['errorMessage']]).toEqual([503, 'y']);
  });

  it('a transport fault on the query', async () => {
    const { id } = await paid();
    const rule = { match: { operation: 'stk_query' }, fault: { kind: 'html_response' }, times: 1 };
    await bed.client.post('/faults', rule);
    expect((await bed.client.query(id)).text).toContain('<html>');
    expect((await bed.client.query(id)).json['ResultCode']).toBe('0');
  });

  // Guarantees that "not yet" is an answer that can be spoilt, whichever of its shapes it has.
  it('a transport fault on an answer that says not yet with HTTP 500', async () => {
    await bed.client.post('/settings', { queryPendingShape: '500_envelope' });
    const { msisdn } = bed.fresh();
    await bed.client.post(`/phones/${msisdn}`, { behaviour: 'manual' });
    const { id } = await bed.pushFresh({ PhoneNumber: msisdn });
    const rule = { match: { operation: 'stk_query' }, fault: { kind: 'html_response' } };
    await bed.client.post('/faults', rule);
    expect((await bed.client.query(id)).text).toContain('<html>');
  });
});

describe('fault rules', () => {
  it.each<[string, Json]>([
    ['an unknown kind', { fault: { kind: 'earthquake' } }],
    ['a wrong parameter', { fault: { kind: 'callback_late', delayMs: -1 } }],
    ['a parameter of another kind', { fault: { kind: 'callback_lost', copies: 2 } }],
    ['an unknown operation', { match: { operation: 'x' }, fault: { kind: 'hang' } }],
    ['no fault', {}],
    ['no times', { fault: { kind: 'hang' }, times: 0 }],
  ])('refuses %s', async (_, rule) => {
    expect((await bed.client.post('/faults', rule)).status).toBe(400);
  });

  // Guarantees that nobody waits for a fault that cannot come, or believes that it came.
  it.each<[string | undefined, Json]>([
    ['b2c', { kind: 'callback_forged' }],
    ['b2c', { kind: 'callback_malformed', variant: 'missing_receipt' }],
    ['b2c', { kind: 'receipt_clash' }],
    ['c2b_confirmation', { kind: 'callback_malformed', variant: 'html' }],
    ['c2b_confirmation', { kind: 'callback_contradictory' }],
    ['c2b_confirmation', { kind: 'http_error' }],
    ['stk_query', { kind: 'callback_lost' }],
    ['stk_query', { kind: 'result_code' }],
    ['oauth', { kind: 'token_expired' }],
    ['oauth', { kind: 'subscriber_busy' }],
    ['qr_code', { kind: 'query_lies' }],
    ['standing_order', { kind: 'callback_late' }],
    [undefined, { kind: 'callback_queue_timeout' }],
  ])('refuses for %s what never strikes it: %j', async (operation, fault) => {
    const { status, json } = await bed.client.post('/faults', { match: { operation }, fault });
    expect(status).toBe(400);
    expect(json['problems']).toEqual([
      {
        field: 'match.operation',
        rule: expect.stringContaining(`never strikes ${operation ?? 'stk_push'}, only `),
      },
    ]);
    expect((await bed.client.get('/faults'))['faults']).toEqual([]);
  });

  it.each<[string, Json]>([
    ['b2c', { kind: 'callback_malformed', variant: 'html' }],
    ['tax', { kind: 'callback_queue_timeout' }],
    ['oauth', { kind: 'spike_arrest' }],
    ['pull_query', { kind: 'token_expired' }],
    ['c2b_confirmation', { kind: 'callback_late' }],
  ])('takes for %s what can strike it: %j', async (operation, fault) => {
    expect((await bed.client.post('/faults', { match: { operation }, fault })).status).toBe(201);
  });

  it('matches by amount and by shortcode, counts, lists and deletes', async () => {
    const match = { amountKes: 12, shortcode: '174379' };
    const made = await bed.client.post('/faults', { match, fault: { kind: 'spike_arrest' } });
    expect((await bed.pushFresh()).status).toBe(200);
    expect((await bed.pushFresh({ Amount: 12 })).status).toBe(500);
    const { faults } = await bed.client.get('/faults');
    expect(faults).toMatchObject([{ id: made.json['id'], applied: 1 }]);
    await bed.client.drop(`/faults/${String(made.json['id'])}`);
    expect((await bed.pushFresh({ Amount: 12 })).status).toBe(200);
    expect((await bed.client.get('/faults'))['faults']).toEqual([]);
  });
});

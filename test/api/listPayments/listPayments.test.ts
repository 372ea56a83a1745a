import type { PresentedPayment } from '../../../api/public/payments/presentPayment';
import { addMerchant } from '../../kit/demoMerchant';
import { freshPhone } from '../../kit/fresh';
import { askFor, call, reaches, type Answer } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';

interface List {
  readonly object: string;
  readonly data: readonly PresentedPayment[];
  readonly nextCursor: string | null;
}

const COUNT = 7;
const PHONE = freshPhone();
const made: PresentedPayment[] = [];
let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  for (let index = 0; index < COUNT; index += 1) {
    const phone = index === 3 ? PHONE : freshPhone();
    const { id } = await askFor(system, { phone });
    made.unshift(await reaches(system, id, 'succeeded'));
  }
});
afterAll(() => system.stop());

const list = (query = ''): Promise<Answer<List>> =>
  call<List>(system, 'GET', `/v1/payments${query}`);
const search = (body: unknown): Promise<Answer<List>> =>
  call<List>(system, 'POST', '/v1/payments/search', { body });
const idsOf = ({ body }: Answer<List>) => body.data.map(({ id }) => id);
const [ids, cursorOf] = [() => made.map(({ id }) => id), (a: Answer<List>) => a.body.nextCursor];

describe('bad input', () => {
  it.each([
    ['?state[$ne]=created', 'state[$ne]'],
    ['?state=paid', 'state'],
    ['?state=created&state=failed', 'state'],
    ['?state=', 'state'],
    ['?reference=a%20b', 'reference'],
    ['?reference=A&reference=B', 'reference'],
    ['?receipt=x', 'receipt'],
    ['?receipt=%00', 'receipt'],
    ['?shortcode=17', 'shortcode'],
    ['?createdAfter=yesterday', 'createdAfter'],
    ['?createdAfter=2026-11-23', 'createdAfter'],
    ['?createdAfter=2026-13-40T00:00:00Z', 'createdAfter'],
    ['?createdBefore=1', 'createdBefore'],
    ['?needsAttention=1', 'needsAttention'],
    ['?needsAttention=__proto__', 'needsAttention'],
    ['?needsAttention=true&needsAttention=true', 'needsAttention'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=ten', 'limit'],
    ['?limit=1e1', 'limit'],
    ['?limit=5&limit=6', 'limit'],
    ['?cursor=', 'cursor'],
    ['?cursor=abc', 'cursor'],
    ['?cursor=a&cursor=b', 'cursor'],
    ['?phone=0700000001', 'phone'],
    ['?merchantId=mer_1', 'merchantId'],
    ['?$where=1', '$where'],
  ])('refuses %s, naming the field', async (query, field) => {
    const answer = await call(system, 'GET', `/v1/payments${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', field } });
    expect(answer.body['rule']).toEqual(expect.any(String));
    expect(answer.body['remedy']).toEqual(expect.any(String));
  });

  it.each([
    [{ phone: { $ne: null } }, 'phone'],
    [{ phone: 254700000001 }, 'phone'],
    [{ phone: '0712' }, 'phone'],
    [{ state: ['created'] }, 'state'],
    [{ state: { $ne: 'created' } }, 'state'],
    [{ reference: { $regex: '.' } }, 'reference'],
    [{ shortcode: 174379 }, 'shortcode'],
    [{ needsAttention: 'true' }, 'needsAttention'],
    [{ needsAttention: [true] }, 'needsAttention'],
    [{ needsAttention: null }, 'needsAttention'],
    [{ limit: '20' }, 'limit'],
    [{ limit: 1.5 }, 'limit'],
    [{ createdAfter: 0 }, 'createdAfter'],
    [{ createdAfter: { $gt: '' } }, 'createdAfter'],
    [{ cursor: 1 }, 'cursor'],
    [{ $where: '1' }, '$where'],
  ])('refuses the search %j', async (body, field) => {
    const answer = await call(system, 'POST', '/v1/payments/search', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', field } });
  });

  // Guarantees that a cursor cannot be bent to show another stretch or another list.
  it('refuses a cursor that was changed, or that comes with other filters', async () => {
    const cursor = cursorOf(await list('?limit=2&state=succeeded')) ?? '';
    const bent = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`;
    for (const query of [
      `?state=succeeded&cursor=${bent}`,
      `?cursor=${cursor}`,
      `?state=failed&cursor=${cursor}`,
      `?state=succeeded&shortcode=174379&cursor=${cursor}`,
    ]) {
      expect(await list(query)).toMatchObject({ status: 400, body: { field: 'cursor' } });
    }
    expect((await list(`?state=succeeded&limit=5&cursor=${cursor}`)).status).toBe(200);
  });
});

// Guarantees that no list leads to another merchant's payments, cursors included (A15, M14).
it("shows nothing of another merchant's payments", async () => {
  const other = await addMerchant(system.store, { shortcode: '600984', webhookUrl: null });
  const stranger = { ...system, merchant: other };
  const [first] = made;
  expect(await call(stranger, 'GET', '/v1/payments')).toMatchObject({
    status: 200,
    body: { object: 'list', data: [], nextCursor: null },
  });
  const filter = `reference=${first?.reference ?? ''}&receipt=${first?.receipt ?? ''}`;
  expect(await call(stranger, 'GET', `/v1/payments?${filter}`)).toMatchObject({
    body: { data: [] },
  });
  const body = { phone: PHONE };
  expect(await call(stranger, 'POST', '/v1/payments/search', { body })).toMatchObject({
    body: { data: [] },
  });
  const cursor = cursorOf(await list('?limit=1')) ?? '';
  expect(await call(stranger, 'GET', `/v1/payments?limit=1&cursor=${cursor}`)).toMatchObject({
    status: 400,
  });
});

it('lists every payment once, newest first, whatever the size of a page', async () => {
  expect(idsOf(await list())).toEqual(ids());
  for (const limit of [1, 3, COUNT]) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer: Answer<List> = await list(
        `?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      expect(answer.body.data.length).toBeLessThanOrEqual(limit);
      seen.push(...idsOf(answer));
      cursor = cursorOf(answer);
    } while (cursor !== null);
    expect(seen).toEqual(ids());
  }
});

it('shows each payment as reading it does', async () => {
  const [newest] = (await list('?limit=1')).body.data;
  expect(newest).toEqual((await call(system, 'GET', `/v1/payments/${newest?.id ?? ''}`)).body);
});

it('goes on where a page ended, whatever was created meanwhile', async () => {
  const first = await list('?limit=3&state=succeeded');
  const { id } = await askFor(system);
  made.unshift(await reaches(system, id, 'succeeded'));
  const rest = await list(`?state=succeeded&cursor=${cursorOf(first) ?? ''}`);
  expect([...idsOf(first), ...idsOf(rest)]).toEqual(ids().slice(1));
});

it('narrows by each filter, and by all of them', async () => {
  const [newest, second] = made;
  const { reference = '', receipt, createdAt = '', id = '' } = newest ?? {};
  expect(idsOf(await list(`?reference=${reference}`))).toEqual([id]);
  expect(idsOf(await list(`?receipt=${receipt ?? ''}`))).toEqual([id]);
  expect(idsOf(await list('?state=failed'))).toEqual([]);
  expect(idsOf(await list('?needsAttention=true'))).toEqual([]);
  expect(idsOf(await list('?needsAttention=false'))).toEqual(ids());
  expect(idsOf(await list('?shortcode=174379'))).toEqual(ids());
  expect(idsOf(await list('?shortcode=600984'))).toEqual([]);
  expect(idsOf(await list(`?createdAfter=${createdAt}`))).toEqual([id]);
  expect(idsOf(await list(`?createdBefore=${createdAt}`))).toEqual(ids().slice(1));
  const range = `createdAfter=${second?.createdAt ?? ''}&createdBefore=${createdAt}`;
  expect(idsOf(await list(`?${range}&state=succeeded`))).toEqual([second?.id]);
  expect(idsOf(await list('?createdAfter=2999-01-01T00:00:00Z'))).toEqual([]);
  expect(idsOf(await list('?createdAfter=0001-01-01T00:00:00Z'))).toEqual(ids());
});

// Guarantees that a number finds its payments and yet lies in no address and no log (M15).
it('finds payments by the number in any spelling, which no log shows', async () => {
  const spellings = [PHONE, `+${PHONE}`, `0${PHONE.slice(3)}`];
  for (const phone of spellings) {
    const found = await search({ phone, limit: 5 });
    expect(found).toMatchObject({ status: 200, body: { object: 'list', nextCursor: null } });
    expect(found.body.data.map(({ reference }) => reference)).toEqual([
      made.find(({ id }) => id === idsOf(found)[0])?.reference,
    ]);
  }
  expect((await search({ phone: PHONE, state: 'failed' })).body.data).toEqual([]);
  expect(system.logLines.filter((line) => line.includes(PHONE.slice(3)))).toEqual([]);
});

it('takes an empty search as the whole list', async () => {
  expect(idsOf(await search({}))).toEqual(ids());
});

// Guarantees that a success shows what it rests on, and nobody's number (M15).
it('shows the evidence of a payment, masked', async () => {
  const [newest] = made;
  const { body } = await call<PresentedPayment>(system, 'GET', `/v1/payments/${newest?.id ?? ''}`);
  expect(body.grade).toBe('corroborated');
  expect(body.evidence).toMatchObject([
    { source: 'callback', says: 'paid', receipt: body.receipt, amountKes: body.amountKes },
    { source: 'stk_query', says: 'paid', receipt: null, amountKes: null },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/(?<!\d)(?:254|0)[17]\d{8}(?!\d)/);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableRows } from '../../simulator/faults/tableRows';
import { sandboxPasskey, signed } from './darajaClient';
import { startTestBed, stkCallback, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

async function codeOf(overrides: Record<string, unknown>): Promise<unknown> {
  const { path } = await bed.pushFresh(overrides);
  const [arrival] = await bed.receiver.expect(path);
  return stkCallback(arrival?.body ?? '')['ResultCode'];
}

describe('the published tables', () => {
  it.each([
    ['01', 0],
    ['02', 1032],
    ['03', 2001],
    ['04', 1],
    ['05', 1037],
    ['06', 1037],
    ['08', 8006],
    ['47', 7777],
    ['48', 'SFC_IC0003'],
  ])('phone 2541100009%s and amount 99%s end in %p', async (row, code) => {
    expect(await codeOf({ PhoneNumber: `2541100009${row}` })).toBe(code);
    expect(await codeOf({ Amount: `99${row}` })).toBe(code);
  });

  // Guarantees that a right retry succeeds, so that a person can see recovery without a script.
  it.each(['10', '39', '41', '42', '43'])('row %s strikes every other push only', async (row) => {
    const PhoneNumber = `2541100009${row}`;
    const statuses: number[] = [];
    for (let pushed = 0; pushed < 4; pushed += 1) {
      const token = await bed.client.token();
      const { path } = bed.fresh();
      const body = { ...bodyFor(PhoneNumber), CallBackURL: bed.receiver.url(path) };
      const answer = await bed.client.call('/mpesa/stkpush/v1/processrequest', body, token);
      statuses.push(answer.status === 200 ? 200 : 0);
      if (answer.status === 200) await bed.receiver.expect(path);
    }
    expect(statuses).toEqual([0, 200, 0, 200]);
  });

  it('a phone set by control call does as it was set', async () => {
    await bed.client.post('/phones/254110000902', { behaviour: 'approve' });
    expect(await codeOf({ PhoneNumber: '254110000902' })).toBe(0);
  });

  it('can be switched off', async () => {
    await bed.client.post('/settings', { phoneTable: false, amountTable: false });
    expect(await codeOf({ PhoneNumber: '254110000902' })).toBe(0);
    expect(await codeOf({ Amount: '9902' })).toBe(0);
  });

  // Guarantees that the page a person reads and the rows that strike are the same.
  it('are written down in the README row by row', () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'simulator', 'README.md'), 'utf8');
    for (const row of Object.keys(tableRows)) {
      expect(readme).toMatch(new RegExp(String.raw`^\| ${row.padStart(2, '0')} +\|`, 'm'));
    }
  });
});

function bodyFor(msisdn: string): Record<string, unknown> {
  return {
    ...signed('174379', sandboxPasskey),
    ...{ TransactionType: 'CustomerPayBillOnline', Amount: '10', PartyA: msisdn },
    ...{ PartyB: '174379', PhoneNumber: msisdn, AccountReference: 'ORD-1' },
  };
}

import type { Json } from './darajaClient';
import { metadata, startTestBed, type Pushed, type TestBed } from './testBed';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.stop());
beforeEach(() => bed.client.post('/reset'));

const today = (): string => new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);

async function statement(layout: 'A' | 'B', shortcode = '174379'): Promise<Exported> {
  const query = `shortcode=${shortcode}&date=${today()}&layout=${layout}`;
  const response = await fetch(`${bed.simulator.url}/control/statement?${query}`);
  expect(response.status).toBe(200);
  const text = await response.text();
  const disposition = response.headers.get('content-disposition') ?? '';
  const fileName = /filename="?([^"]+)/.exec(disposition)?.[1] ?? '';
  return { text, fileName, lines: text.trimEnd().split(/\r?\n/).map(cells) };
}

interface Exported {
  readonly text: string;
  readonly fileName: string;
  readonly lines: readonly string[][];
}

/** Splits a CSV line; a quoted cell may hold commas. */
function cells(line: string): string[] {
  return [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map((match) =>
    (match[1] ?? '').replace(/^"(.*)"$/, '$1'),
  );
}

async function paid(overrides: Json = {}): Promise<Pushed & { receipt: string }> {
  const pushed = await bed.pushFresh(overrides);
  const [arrival] = await bed.receiver.expect(pushed.path);
  const receipt = String(metadata(arrival?.body ?? '')['MpesaReceiptNumber']);
  return { ...pushed, receipt };
}

describe('what a statement is refused for', () => {
  it.each([
    ['shortcode=174379&date=2026-02-31', 400],
    ['shortcode=174379&date=23-11-2026', 400],
    ['shortcode=174379', 400],
    [`shortcode=174379&date=2026-11-23&layout=Z`, 400],
    ['shortcode=999999&date=2026-11-23', 404],
  ])('%s', async (query, status) => {
    const answer = await fetch(`${bed.simulator.url}/control/statement?${query}`);
    expect(answer.status).toBe(status);
  });
});

describe('layout A', () => {
  it('has six lines of preamble, then the header and rows, newest first', async () => {
    const first = await paid({ Amount: '10000' });
    const second = await paid({ Amount: '200' });
    const { lines, text, fileName } = await statement('A');
    expect(fileName).toBe(
      `ORG_174379_Utility Account_Completed_${today().replaceAll('-', '')}235959.csv`,
    );
    const [day, month, year] = today().split('-').reverse();
    expect(text).toContain(
      `Time Period:,From,${day}-${month}-${year} 00:00:00,To,${day}-${month}-${year} 23:59:59`,
    );
    expect(lines[5]).toEqual([
      ...['Opening Balance:', '1000000.00', 'Closing Balance:', '1010143.90'],
      ...['Available Balance:', '', 'Total Paid In:', '10200.00', 'Total Withdrawn:', '-56.10'],
    ]);
    expect(lines[6]?.[0]).toBe('Receipt No.');
    expect(lines[6]).toHaveLength(13);
    const receipts = lines.slice(7).map(([receipt]) => receipt);
    expect(receipts).toEqual([second.receipt, second.receipt, first.receipt, first.receipt]);
  });

  // Guarantees that a receipt is not unique: the charge is a twin of its payment.
  it('prints each payment and its charge under one receipt', async () => {
    const { receipt, msisdn } = await paid({ Amount: '10000' });
    const [charge, payment] = (await statement('A')).lines.slice(7);
    const time = expect.stringMatching(/^\d{2}-\d{2}-\d{4} \d{2}:\d{2}:\d{2}$/);
    const masked = `2547****${msisdn.slice(-3)}`;
    const party = expect.stringMatching(
      new RegExp(`^2547\\*{4}${msisdn.slice(-3)} - [A-Z]+ \\*{4} DOE$`),
    );
    expect(charge).toEqual([
      ...[receipt, time, time, 'Pay Bill Charge', 'Completed', '', '-55.00', '1009945.00'],
      ...['true', 'Pay Bill Online', 'SP', '', ''],
    ]);
    expect(payment).toEqual([
      ...[receipt, time, time, expect.stringContaining(`Pay Bill Online from ${masked} - `)],
      ...['Completed', '10000.00', '', '1010000.00', 'true', 'Pay Bill Online', party, '', 'ORD-1'],
    ]);
    expect(payment?.[3]).toMatch(/ Acc\. ORD-1$/);
  });

  it('has no charges where the payer bears the tariff', async () => {
    await bed.client.post('/settings', { chargeBasisPoints: 0 });
    await paid();
    expect((await statement('A')).lines).toHaveLength(8);
  });

  it('shows reversals as withdrawn and links them, unless the setting says otherwise', async () => {
    const { receipt } = await paid();
    await bed.client.post(`/ledger/${receipt}/reverse`);
    const [row] = (await statement('A')).lines.slice(7);
    expect(row?.[3]).toMatch(/^Pay Utility Reversal to /);
    expect([row?.[5], row?.[6], row?.[11]]).toEqual(['', '-10.00', receipt]);
    await bed.client.post('/settings', { statementLinkedIds: false });
    expect((await statement('A')).lines[7]?.[11]).toBe('');
  });

  it('shows failed attempts with other states and no balance, unless switched off', async () => {
    const attempts = { cancel: 'Cancelled', wrong_pin: 'Failed', insufficient_funds: 'Declined' };
    for (const [behaviour, status] of Object.entries(attempts)) {
      const { msisdn } = bed.fresh();
      await bed.client.post(`/phones/${msisdn}`, { behaviour });
      await paid({ PhoneNumber: msisdn });
      const [row] = (await statement('A')).lines.slice(7);
      expect([row?.[4], row?.[5], row?.[7], row?.[8]]).toEqual([status, '10.00', '', '']);
      expect(row?.[0]).toMatch(/^[0-9A-Z]{10}$/);
    }
    const all = await statement('A');
    expect(all.lines[5]?.[7]).toBe('0.00');
    // Only an export of completed rows may call itself Completed.
    expect(all.fileName).toBe('ORG_174379_Statement.csv');
    await bed.client.post('/settings', { statementFailedRows: false });
    const completed = await statement('A');
    expect(completed.lines).toHaveLength(7);
    expect(completed.fileName).toContain('_Completed_');
  });

  it('is of the merchant account for a till, and knows no account numbers', async () => {
    const payment = { payee: '7654321', msisdn: '254700000009', amountKes: 100 };
    await bed.client.post('/payments', payment);
    const { lines, fileName } = await statement('A', '7654320');
    expect(fileName).toContain('_Merchant Account_');
    const [charge, row] = lines.slice(7);
    expect(charge?.[3]).toBe('Pay merchant Charge');
    expect(row?.[3]).toMatch(/^Merchant Payment from 2547\*{4}009 - /);
    expect([row?.[9], row?.[12]]).toEqual(['Customer Merchant Payment', '']);
  });

  // Guarantees that a till's file nowhere speaks of an account that a till does not have.
  it('calls the sweep of a till by the merchant account', async () => {
    const payment = { payee: '7654321', msisdn: '254700000009', amountKes: 100 };
    await bed.client.post('/payments', payment);
    await bed.client.post('/sweeps', { shortcode: '7654320' });
    const label = 'Merchant Account to Organization Settlement Account';
    const { lines, text } = await statement('A', '7654320');
    expect([lines[7]?.[3], lines[7]?.[9]]).toEqual([label, label]);
    expect(text).not.toContain('Utility Account');
    const [on, out] = (await statement('B', '7654320')).lines.slice(1);
    expect(on?.[2]).toBe('Organization Settlement Account to Organization MMF Account');
    expect(out?.[2]).toBe(label);
  });

  it('balances: each row follows from the one below it', async () => {
    await paid({ Amount: '300' });
    const { receipt } = await paid({ Amount: '70' });
    await bed.client.post(`/ledger/${receipt}/reverse`, { amountKes: 20 });
    await bed.client.post('/sweeps', { shortcode: '174379' });
    const { lines } = await statement('A');
    let cents = Math.round(Number(lines[5]?.[1]) * 100);
    for (const row of lines.slice(7).reverse()) {
      cents += Math.round((Number(row[5]) + Number(row[6])) * 100);
      expect(row[7]).toBe((cents / 100).toFixed(2));
    }
    expect(lines[5]?.[3]).toBe((cents / 100).toFixed(2));
  });
});

describe('layout B', () => {
  it('has no preamble, CRLF, day-first dates and grouped amounts in quotes', async () => {
    const { receipt } = await paid({ Amount: '1100' });
    const { text, lines, fileName } = await statement('B');
    expect(fileName).toBe(`Statements for 174379 from ${today()} to ${today()}.csv`);
    expect(lines[0]).toEqual([
      ...['Receipt No', 'Completion Time', 'Details', 'Transaction Status'],
      ...['Paid In (KSHs)', 'Withdrawn (KSHs)', 'Balance (KSHs)'],
    ]);
    expect(text.split('\r\n')).toHaveLength(4);
    expect(text).toContain('"1,100.00",0.00,"1,001,100.00"');
    expect(lines[2]?.[0]).toBe(receipt);
    expect(lines[2]?.[1]).toMatch(/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/);
  });

  // Guarantees that "Paid In > 0" alone takes a sweep for income.
  it('shows a sweep as a pair, paid in and withdrawn, with one receipt', async () => {
    await paid({ Amount: '1000' });
    const swept = await bed.client.post('/sweeps', { shortcode: '174379' });
    const [on, out] = (await statement('B')).lines.slice(1);
    expect([on?.[0], out?.[0]]).toEqual([swept.json['receipt'], swept.json['receipt']]);
    expect(on?.[2]).toBe('Organization Settlement Account to Organization MMF Account');
    expect(out?.[2]).toBe('Utility Account to Organization Settlement Account');
    expect([on?.[4], on?.[5], out?.[4]]).toEqual(['1,000,994.00', '0.00', '0.00']);
    expect(out?.[5]).toBe('1,000,994.00');
    expect((await bed.client.post('/sweeps', { shortcode: '174379' })).status).toBe(409);
  });
});

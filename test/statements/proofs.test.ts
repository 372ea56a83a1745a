import type { Proof, ProofName } from '../../domain/statement/proof';
import type { Receipt } from '../../domain/values/receipt';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { fileOf, ledgerFor } from './kit/fixtures';
import { readGood, readRefused } from './kit/readFile';

const HEADER_A =
  'Receipt No.,Completion Time,Initiation Time,Details,Transaction Status,Paid In,Withdrawn,' +
  'Balance';
const HEADER_B =
  'Receipt No,Completion Time,Details,Transaction Status,Paid In (KSHs),Withdrawn (KSHs),' +
  'Balance (KSHs)';

const lines = (...rows: string[]): Buffer => Buffer.from(`${rows.join('\n')}\n`);
const row = (receipt: string, time: string, details: string, money: string): string =>
  `${receipt},23/11/2026 ${time},${details},Completed,${money}`;
const SWEEP = 'Utility Account to Organization Settlement Account';

function proofOf(proofs: readonly Proof[], name: ProofName): Proof | undefined {
  return proofs.find((proof) => proof.name === name);
}

// Guarantees that rows under one receipt may stand in any order and print one balance.
describe('the running balance', () => {
  const before = row('UKN0000001', '08:00:00', 'Pay Bill from X', '100.00,,600.00');
  const after = row('UKN0000003', '10:00:00', 'Pay Bill from X', '50.00,,748.00');
  const paid = (balance: string) =>
    row('UKN0000002', '09:00:00', 'Pay Bill from X', `100.00,,${balance}`);
  const charged = (balance: string) =>
    row('UKN0000002', '09:00:00', 'Pay Bill Charge', `,-2.00,${balance}`);

  it.each([
    ['in order', [before, paid('700.00'), charged('698.00'), after]],
    ['charge first', [before, charged('598.00'), paid('698.00'), after]],
    ['charge printed first', [before, charged('698.00'), paid('700.00'), after]],
    ['one balance repeated', [before, paid('698.00'), charged('698.00'), after]],
  ])('holds with a receipt of two rows, %s, either way round', async (_name, rows) => {
    for (const ordered of [rows, [...rows].reverse()]) {
      const { statement } = await readGood(lines(HEADER_B, ...ordered));
      expect(proofOf(statement.proofs, 'balance_continuity')?.verdict).toBe('passed');
      expect(statement.identity).toEqual({
        openingCents: 500_00,
        closingCents: 748_00,
        elsewhereCents: 0,
        residualCents: 0,
      });
      expect(statement.sums.payment).toEqual({ rows: 3, inCents: 250_00, outCents: 0 });
    }
  });

  it('breaks at the row that does not follow, and says what was expected', async () => {
    const refusal = await readRefused(lines(HEADER_B, before, paid('701.00'), charged('698.00')));
    expect(refusal).toMatchObject({
      code: 'not_proven',
      column: 'balance',
      place: { sheet: null, rowNumber: 3 },
    });
    expect(proofOf(refusal.proofs, 'balance_continuity')).toMatchObject({
      expected: '698.00',
      found: '701.00 and 698.00',
    });
  });

  it('breaks at a single row that does not follow', async () => {
    const wrong = row('UKN0000002', '09:00:00', 'Pay Bill from X', '100.00,,701.00');
    const next = row('UKN0000003', '10:00:00', 'Pay Bill from X', '50.00,,750.00');
    const refusal = await readRefused(lines(HEADER_B, before, wrong, next));
    expect(proofOf(refusal.proofs, 'balance_continuity')).toMatchObject({
      verdict: 'failed',
      place: { rowNumber: 3 },
      expected: '700.00',
      found: '701.00',
    });
  });

  it('may hold, and a receipt that comes twice for one kind is found still', async () => {
    const again = row('UKN0000001', '09:00:00', 'Pay Bill from X', '100.00,,700.00');
    const refusal = await readRefused(lines(HEADER_B, before, again));
    expect(refusal.proofs.filter(({ verdict }) => verdict === 'failed')).toEqual([
      expect.objectContaining({ name: 'duplicates', place: { sheet: null, rowNumber: 3 } }),
    ]);
  });

  // Two errors that offset each other in the sum still break the chain twice over.
  it('breaks where two amounts are wrong by the same', async () => {
    const rows = [before, paid('700.00').replace('100.00,', '105.00,'), charged('698.00')];
    const refusal = await readRefused(lines(HEADER_B, ...rows, after.replace('50.00', '45.00')));
    expect(refusal.code).toBe('not_proven');
  });
});

// Guarantees that money inside the organisation is never income.
describe('a sweep that is printed as a pair', () => {
  const paid = row('UKN0000001', '08:00:00', 'Pay Bill from X', '100.00,,600.00');
  const out = (balance: string) => row('UKN0000002', '09:00:00', SWEEP, `0.00,600.00,${balance}`);
  const arrives = (balance: string) =>
    row('UKN0000002', '09:00:00', SWEEP, `600.00,0.00,${balance}`);
  const next = (balance: string) =>
    row('UKN0000003', '10:00:00', 'Pay Bill from X', `1.00,,${balance}`);

  it('may print the balance of the account where the money arrives', async () => {
    const rows = [paid, out('0.00'), arrives('600.00'), next('1.00')];
    const { statement } = await readGood(lines(HEADER_B, ...rows));
    expect(statement.sums.payment.inCents).toBe(101_00);
    expect(statement.sums.sweep).toEqual({ rows: 2, inCents: 600_00, outCents: 600_00 });
    expect(statement.identity).toMatchObject({ elsewhereCents: 600_00, residualCents: 0 });
  });

  it('may leave the balance as it was', async () => {
    const rows = [paid, out('0.00'), arrives('600.00'), next('601.00')];
    const { statement } = await readGood(lines(HEADER_B, ...rows));
    expect(statement.identity).toMatchObject({ elsewhereCents: 0, residualCents: 0 });
  });
});

describe('what a file prints about itself', () => {
  const ledger = ledgerFor('A-13');
  const text = fileOf('A-13', 'csv', ledger).toString();

  it.each<[string, RegExp, string, ProofName]>([
    ['opening balance', /(Opening Balance:,\d+)/, '$19', 'opening_balance'],
    ['closing balance', /(Closing Balance:,\d+)/, '$19', 'closing_balance'],
    ['total paid in', /(Total Paid In:,\d+)/, '$19', 'total_paid_in'],
    ['total withdrawn', /(Total Withdrawn:,-\d+)/, '$19', 'total_withdrawn'],
    ['beginning', /From,23-11-2026 00/, 'From,23-11-2026 12', 'period'],
    ['end', /To,23-11-2026 23/, 'To,23-11-2026 12', 'period'],
  ])('is proven: %s', async (_name, pattern, replacement, proof) => {
    const refusal = await readRefused(Buffer.from(text.replace(pattern, replacement)));
    expect(proofOf(refusal.proofs, proof)).toMatchObject({ verdict: 'failed' });
  });

  it('is proven: the total of the summary sheet', async () => {
    const full = fileOf('D', 'csv', ledgerFor('D')).toString();
    const refusal = await readRefused(Buffer.from(full.replace(/^Total,"\d/m, '$&9')));
    expect(refusal.reason).toMatch(/does not add up/);
  });

  it('is proven: a total under the rows', async () => {
    const rows = [row('UKN0000001', '08:00:00', 'Pay Bill from X', '100.00,,600.00')];
    const file = (total: string) => lines(HEADER_B, ...rows, `Total,,,,${total},0.00,`);
    const { statement } = await readGood(file('100.00'));
    expect(proofOf(statement.proofs, 'total_paid_in')?.verdict).toBe('passed');
    const refusal = await readRefused(file('100.01'));
    expect(proofOf(refusal.proofs, 'total_paid_in')).toMatchObject({ expected: '100.01' });
  });

  it('is not assumed where it is not there', async () => {
    const { statement } = await readGood(fileOf('B', 'csv', ledgerFor('B')));
    const silent = statement.proofs.flatMap((proof) =>
      proof.verdict === 'not_provable' && proof.reason !== '' ? [proof.name] : [],
    );
    expect(silent).toEqual([
      'opening_balance',
      'closing_balance',
      'total_paid_in',
      'total_withdrawn',
      'period',
      'shortcode',
      'clock',
      'known_receipts',
    ]);
  });
});

describe('what the caller knows', () => {
  const ledger = ledgerFor('B');
  const file = fileOf('B', 'csv', ledger);
  const known = (shiftMs: number): Map<Receipt, number> =>
    new Map(
      ledger.rows
        .filter(({ kind }) => kind === 'payment')
        .map(({ receipt, completedAtMs }) => [receipt as Receipt, completedAtMs + shiftMs]),
    );

  it('refuses a statement of another shortcode', async () => {
    const expected = { shortcode: '700001' as ShortcodeNumber };
    const refusal = await readRefused(fileOf('A-14', 'csv', ledgerFor('A-14')), { expected });
    expect(proofOf(refusal.proofs, 'shortcode')).toMatchObject({ found: '600001' });
  });

  it('refuses a statement that does not begin where the one before ended', async () => {
    const expected = { openingCents: ledger.openingCents + 1 };
    const refusal = await readRefused(file, { expected });
    expect(proofOf(refusal.proofs, 'opening_balance')?.verdict).toBe('failed');
  });

  it('refuses a clock that is off by three hours, and bears a minute', async () => {
    const refusal = await readRefused(file, { expected: { knownReceipts: known(3 * 3_600_000) } });
    expect(proofOf(refusal.proofs, 'clock')?.verdict).toBe('failed');
    const { statement } = await readGood(file, { expected: { knownReceipts: known(60_000) } });
    expect(proofOf(statement.proofs, 'clock')?.verdict).toBe('passed');
  });

  it('refuses a file with none of our receipts', async () => {
    const others = ['UKNAAAAAA1', 'UKNAAAAAA2', 'UKNAAAAAA3'].map((receipt) => [receipt, 0]);
    const knownReceipts = new Map(others as [Receipt, number][]);
    const refusal = await readRefused(file, { expected: { knownReceipts } });
    expect(proofOf(refusal.proofs, 'known_receipts')?.verdict).toBe('failed');
  });
});

describe('drift', () => {
  const paid = (details: string) => row('UKN0000001', '08:00:00', details, '100.00,,600.00');

  it.each([
    ['a label never seen', lines(HEADER_B, paid('Hologram Payment from X')), 'hologram payment'],
    ['a column never seen', lines(`${HEADER_B},Mood`, `${paid('Pay Bill from X')},happy`), 'Mood'],
    [
      'a status never seen',
      lines(HEADER_B, paid('Pay Bill from X').replace('Completed', 'Half done')),
      'Half done',
    ],
    [
      'a preamble never seen',
      lines('Star sign:,Leo', HEADER_B, paid('Pay Bill from X')),
      'Star sign:',
    ],
  ])('names %s', async (_name, file, label) => {
    const { statement } = await readGood(file);
    expect(statement.findings).toContainEqual(
      expect.objectContaining({ kind: 'layout_drift', label }),
    );
  });

  it('counts a label never seen for the balance and not as income', async () => {
    const { statement } = await readGood(lines(HEADER_B, paid('Hologram Payment from X')));
    expect(statement.sums.other.inCents).toBe(100_00);
    expect(statement.sums.payment.rows).toBe(0);
  });
});

describe('a day as it comes', () => {
  it('may have blank rows, notes, repeated headers, a serial column and a footer', async () => {
    const rows = [
      'Organization Name,EXAMPLE',
      '',
      `#,${HEADER_B}`,
      `1,${row('UKN0000001', '08:00:00', 'Pay Bill from X', '100.00,,600.00')}`,
      ',,,,,,,',
      `#,${HEADER_B}`,
      `2,${row('UKN0000002', '08:00:01', 'Pay Bill from X', '100.00,,700.00')}`,
      'This is a computer generated statement',
    ];
    const { statement } = await readGood(lines(...rows));
    expect([statement.rows, statement.findings]).toEqual([2, []]);
  });

  it('may hold rows that moved no money, which are counted apart', async () => {
    const failed = 'UKN0000009,23-11-2026 09:00:00,,Pay Bill from X,Failed,100.00,,';
    const paid = 'UKN0000001,23-11-2026 08:00:00,,Pay Bill from X,Completed,100.00,,600.00';
    const { statement } = await readGood(lines(HEADER_A, failed, paid));
    expect([statement.rows, statement.rowsNotCounted]).toEqual([1, 1]);
  });

  it('may have been empty, and its balances must then agree', async () => {
    const file = (closing: string) =>
      lines(`Opening Balance:,5.0,Closing Balance:,${closing}`, HEADER_A);
    expect((await readGood(file('5.0'))).statement.rows).toBe(0);
    expect((await readRefused(file('6.0'))).code).toBe('not_proven');
  });

  it('may stop without a line break, which is said', async () => {
    const text = `${HEADER_B}\n${row('UKN0000001', '08:00:00', 'Pay Bill from X', '1.00,,2.00')}`;
    const { statement } = await readGood(Buffer.from(text));
    expect(statement.findings).toEqual([{ kind: 'no_final_line_break' }]);
  });

  it('is refused where it stops behind the balance of its last row', async () => {
    const text = fileOf('A-13', 'csv', ledgerFor('A-13')).toString();
    const cut = text.slice(0, text.lastIndexOf(',true,') + 8);
    expect((await readRefused(Buffer.from(cut))).reason).toMatch(/middle of its last row/);
  });

  it('may have stores with balances of their own, and a head office not counted', async () => {
    const header =
      'X,STORE_NAME,RECEIPT_NUMBER,ACCOUNT_TYPE_NAME,TRANSACTION_TYPE,START_TIMESTAMP,' +
      'TRANSACTION_PARTY_DETAILS,CREDIT_AMOUNT,DEBIT_AMOUNT,BALANCE,LINKED_TRANSACTION_ID';
    const of = (store: string, receipt: string, amount: string, balance: string, linked = '') =>
      `${store},${receipt},Merchant Account,Customer Merchant Payment,2026-11-23 08:00:00,` +
      `2547****149 - JANE,${amount},${balance},${linked}`;
    const { statement, rows } = await readGood(
      lines(
        header,
        of('STORE 1', 'UKN0000001', '10.0,', '110.0'),
        of('STORE 2', 'UKN0000002', '5.0,', '55.0'),
        of('STORE 1', 'UKN0000003', ',10.0', '100.0', 'UKN0000001'),
        of('HEAD OFFICE', 'UKN0000002', '5.0,', '155.0'),
      ),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['payment', 'payment', 'reversal']);
    expect(statement.identity).toMatchObject({ openingCents: 150_00, closingCents: 155_00 });
    expect(statement.rowsNotCounted).toBe(1);
    expect(statement.findings).toContainEqual(
      expect.objectContaining({ kind: 'head_office_row', label: 'HEAD OFFICE' }),
    );
  });
});

import fc from 'fast-check';
import { receiptDate, receiptNumber } from '../../simulator/ledger/receiptNumber';
import { SeededRandom } from '../../simulator/seededRandom';
import { parseCompactTime } from '../../simulator/eastAfricaTime';

const seed = Number(process.env['FAST_CHECK_SEED'] ?? 20_261_124);
process.stdout.write(`fast-check seed ${seed}\n`);
fc.configureGlobal({ seed });

const eastAfricaMs = 3 * 3_600_000;

describe('receipt numbers', () => {
  // Dated receipts from public documents, from which the rule was derived.
  it.each([
    ['UJ22T8IYOU', '20261002120000'],
    ['UCQ5UAQ403', '20260326120000'],
    ['LGR7OWQX0R', '20170727120000'],
  ])('%s begins as its date says', (receipt, time) => {
    expect(receiptDate(parseCompactTime(time) ?? 0)).toBe(receipt.slice(0, 3));
  });

  it('change their date at midnight in Nairobi, not in Greenwich', () => {
    expect(receiptDate(Date.UTC(2026, 10, 30, 20, 59, 59))).toBe('UKU');
    expect(receiptDate(Date.UTC(2026, 10, 30, 21, 0, 0))).toBe('UL1');
  });

  it('are ten characters whose first three give back year, month and day', () => {
    const instant = fc.date({ min: new Date('2006-01-02'), max: new Date('2031-12-30') });
    fc.assert(
      fc.property(instant, fc.nat(), fc.string(), (date, seeded, key) => {
        const receipt = receiptNumber(new SeededRandom(seeded), key, date.getTime(), () => false);
        expect(receipt).toMatch(/^[A-Z][A-L][1-9A-V][0-9A-Z]{7}$/);
        const there = new Date(date.getTime() + eastAfricaMs);
        expect(receipt.charCodeAt(0) - 65 + 2006).toBe(there.getUTCFullYear());
        expect(receipt.charCodeAt(1) - 65).toBe(there.getUTCMonth());
        expect(parseInt(receipt.charAt(2), 36)).toBe(there.getUTCDate());
      }),
    );
  });

  it('are the same for the same seed, key and moment, and avoid those taken', () => {
    const at = Date.UTC(2026, 10, 24);
    const make = (seeded: number, taken: readonly string[] = []): string =>
      receiptNumber(new SeededRandom(seeded), 'stk:1', at, (each) => taken.includes(each));
    expect(make(7)).toBe(make(7));
    expect(make(7)).not.toBe(make(8));
    expect(make(7, [make(7)])).not.toBe(make(7));
  });
});

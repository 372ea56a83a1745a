import { assert, array, constantFrom, integer, property, string } from 'fast-check';
import { parseCents, writeCents } from '../../domain/statement/cents';
import { WallClock, writeWallTime } from '../../domain/statement/wallTime';
import { grouped, plain, short } from './kit/write';

const CENTS_MAX = 99_999_999_999_999;

// Guarantees that no amount is ever rounded, guessed or taken for zero.
describe('an amount of a statement', () => {
  it('is read to the cent in every way in which it is written', () => {
    const cents = integer({ min: -CENTS_MAX, max: CENTS_MAX });
    assert(
      property(cents, constantFrom(plain, grouped, short, writeCents), (amount, write) => {
        expect(parseCents(write(amount))).toBe(amount);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is null, or exactly the digits of the text, for any text', () => {
    const text = array(constantFrom(...'0123456789.,-+e '), { maxLength: 14 });
    assert(
      property(text, (characters) => {
        const written = characters.join('');
        const cents = parseCents(written);
        if (cents === null) return;
        const digits = written.trim().replaceAll(',', '');
        expect(digits).toMatch(/^-?\d+(\.\d{1,2})?$/);
        expect(writeCents(cents)).toBe(canonical(digits));
      }),
      { numRuns: 20_000 },
    );
  });

  it('is null for text that is not an amount', () => {
    const refused = [
      '',
      ' ',
      '-',
      '.5',
      '5.',
      '1.005',
      '1,02',
      '1,0200',
      ',100',
      '1,,000',
      '1 000',
    ];
    const strange = ['1.000,50', '+5', '5-', '(5.00)', '1e5', '0x10', '٣', 'NaN', '1,000,00.00'];
    for (const written of [...refused, ...strange]) expect(parseCents(written)).toBeNull();
    expect(parseCents('9999999999999')).toBeNull();
    assert(property(string(), (text) => /\d/.test(text) || parseCents(text) === null));
  });

  it('is 0 for a minus before zero', () => {
    expect(Object.is(parseCents('-0.00'), 0)).toBe(true);
  });
});

function canonical(digits: string): string {
  const [shillings = '', cents = ''] = digits
    .replace(/^-?0+(?=\d)/, (zeros) => (zeros.startsWith('-') ? '-' : ''))
    .split('.');
  const text = `${shillings}.${cents.padEnd(2, '0')}`;
  return text === '-0.00' ? '0.00' : text;
}

// Guarantees that a row stands on its own business day, whatever the file does with dates.
describe('a time of a statement', () => {
  it.each([
    ['23-11-2026 20:30:31'],
    ['23/11/2026 20:30:31'],
    ['2026-11-23 20:30:31'],
    ['2026-11-23T20:30:31'],
    ['2026-11-23 20:30:31.0'],
  ])('%s is read in East Africa Time', (written) => {
    expect(new WallClock(null).read(written)).toBe(Date.UTC(2026, 10, 23, 17, 30, 31));
  });

  it('is read from the serial number of either date system, in a workbook alone', () => {
    const atMs = Date.UTC(2026, 10, 23, 17, 30, 31);
    const days = (atMs + 3 * 3_600_000) / 86_400_000 + 25_569;
    expect(new WallClock(1900).read(String(days))).toBe(atMs);
    expect(new WallClock(1904).read(String(days - 1462))).toBe(atMs);
    expect(new WallClock(null).read(String(days))).toBeNull();
  });

  it('that stands alone takes the date of the initiation beside it', () => {
    const clock = new WallClock(null);
    const beforeMidnight = clock.read('23-11-2026 23:59:58') ?? 0;
    expect(clock.readBeside('23:59:59', beforeMidnight)).toBe(clock.read('23-11-2026 23:59:59'));
    expect(clock.readBeside('00:00:03', beforeMidnight)).toBe(clock.read('24-11-2026 00:00:03'));
  });

  it('survives being written and read', () => {
    const seconds = integer({ min: 1_200_000_000, max: 4_000_000_000 });
    assert(
      property(seconds, (second) => {
        expect(new WallClock(null).read(writeWallTime(second * 1000))).toBe(second * 1000);
      }),
    );
  });
});

import type { BookedPayment } from '../../domain/statement/bookedPayment';
import { Matcher, type Match } from '../../domain/statement/match';
import { canBeOnePayer } from '../../domain/statement/payerMask';
import type { StatementRow } from '../../domain/statement/row';
import type { AmountCents } from '../../domain/values/money';
import type { Receipt } from '../../domain/values/receipt';
import type { ShortcodeNumber } from '../../domain/values/shortcode';

const SHORTCODE = '600001' as ShortcodeNumber;
const AT_MS = Date.UTC(2026, 10, 23, 9);

function booked(over: Partial<BookedPayment> = {}): BookedPayment {
  return {
    id: 'pay_1',
    receipt: 'UKN0000001' as Receipt,
    amountCents: 100_00 as AmountCents,
    shortcode: SHORTCODE,
    completedAtMs: AT_MS,
    payerMasked: '2547****149',
    ...over,
  };
}

function row(over: Partial<StatementRow> = {}): StatementRow {
  return {
    sheet: null,
    rowNumber: 2,
    receipt: 'UKN0000001' as Receipt,
    completedAtMs: AT_MS + 3_000,
    kind: 'payment',
    amountCents: 100_00 as AmountCents,
    balanceCents: null,
    payerMasked: '0712***149',
    reference: null,
    linkedReceipt: null,
    shortcode: null,
    account: '',
    ...over,
  };
}

function match(payments: readonly BookedPayment[], rows: readonly StatementRow[]) {
  const matcher = new Matcher(payments, SHORTCODE);
  const matches = rows.flatMap((item) => matcher.add(item) ?? []);
  return { matches, ...matcher.conclude() };
}

const differing = (found: Match | undefined): string[] =>
  (found?.comparisons ?? []).flatMap(({ field, verdict }) => (verdict === 'differs' ? field : []));

// Guarantees that what does not agree is an exception, and that each comparison is recorded.
describe('a payment and its row', () => {
  it.each([
    ['amount', row({ amountCents: 100_01 as AmountCents })],
    ['shortcode', row({ shortcode: '700001' as ShortcodeNumber })],
    ['time', row({ completedAtMs: AT_MS + 121_000 })],
    ['payer', row({ payerMasked: '2547****150' })],
    ['kind', row({ kind: 'other' })],
  ])('do not agree where the %s differs', (field, printed) => {
    const { matches } = match([booked()], [printed]);
    expect(differing(matches[0])).toEqual([field]);
    expect(matches[0]?.agrees).toBe(false);
  });

  it('agree, and the match records what was compared and what was not', () => {
    const { matches, missing, unknown } = match([booked({ completedAtMs: null })], [row()]);
    expect(matches[0]?.agrees).toBe(true);
    expect(matches[0]?.comparisons.map(({ field, verdict }) => [field, verdict])).toEqual([
      ['kind', 'agrees'],
      ['amount', 'agrees'],
      ['shortcode', 'agrees'],
      ['time', 'not_compared'],
      ['payer', 'agrees'],
    ]);
    expect([missing, unknown]).toEqual([[], []]);
  });

  it('are not matched by a charge or a reversal under the receipt', () => {
    const rows = [row({ kind: 'charge' }), row({ kind: 'reversal' })];
    expect(match([booked()], rows)).toMatchObject({ matches: [], missing: [booked()] });
  });

  it('stay two exceptions where two errors offset each other', () => {
    const second = booked({ id: 'pay_2', receipt: 'UKN0000002' as Receipt });
    const rows = [
      row({ amountCents: 105_00 as AmountCents }),
      row({ receipt: 'UKN0000002' as Receipt, amountCents: 95_00 as AmountCents }),
    ];
    expect(match([booked(), second], rows).matches.map(differing)).toEqual([
      ['amount'],
      ['amount'],
    ]);
  });
});

// Guarantees that a likeness is shown to a person and never taken for a match.
describe('what is left over', () => {
  const lost = booked({ receipt: null });
  const other = row({ receipt: 'UKN0000007' as Receipt });

  it('is missing on one side and unknown on the other, with a suggestion and its reasons', () => {
    const { matches, missing, unknown, suggestions } = match([lost], [other]);
    expect([matches, missing, unknown]).toEqual([[], [lost], [other]]);
    expect(suggestions).toEqual([
      {
        payment: lost,
        isAmbiguous: false,
        candidates: [
          {
            row: other,
            reasonsFor: ['the same amount', '3 s apart', 'payers 2547****149, 0712***149'],
            reasonsAgainst: [],
          },
        ],
      },
    ]);
  });

  it('is ambiguous where two rows are equally like it', () => {
    const twin = row({ receipt: 'UKN0000008' as Receipt });
    expect(match([lost], [other, twin]).suggestions[0]?.isAmbiguous).toBe(true);
  });

  it('is not suggested for another amount or another hour', () => {
    const rows = [
      row({ receipt: 'UKN0000007' as Receipt, amountCents: 99_00 as AmountCents }),
      row({ receipt: 'UKN0000008' as Receipt, completedAtMs: AT_MS + 3_600_000 }),
    ];
    expect(match([lost], rows).suggestions).toEqual([]);
  });

  it('names another receipt as a reason against', () => {
    const [suggestion] = match([booked()], [other]).suggestions;
    expect(suggestion?.candidates[0]?.reasonsAgainst).toEqual([
      "our receipt is UKN0000001, the row's is UKN0000007",
    ]);
  });
});

it.each([
  ['0715***123', '2547****123', true],
  ['254715***123', '0715***123', true],
  ['0715***123', '2541****123', false],
  ['2547****149', '2547****150', false],
])('masks %s and %s can be one payer: %s', (one, another, expected) => {
  expect(canBeOnePayer(one, another)).toBe(expected);
});

import { parseCents } from '../../domain/statement/cents';
import { EMPTY_HEAD, type StatementHead } from '../../domain/statement/statementHead';
import { WallClock } from '../../domain/statement/wallTime';
import { refusedRow } from '../refusal';
import type { Page, RawRow } from '../tables/page';
import { plainLabel } from './layout';

const DAY_MS = 24 * 60 * 60 * 1000;

type Meaning = 'shortcode' | 'period' | 'from' | 'to' | 'unused' | AmountMeaning;
type AmountMeaning = 'openingCents' | 'closingCents' | 'paidInCents' | 'withdrawnCents';

/** The labels of preambles and footers. What they are followed by is their value. */
const LABELS: Readonly<Record<string, Meaning>> = {
  'short code': 'shortcode',
  shortcode: 'shortcode',
  paybill: 'shortcode',
  'paybill number': 'shortcode',
  'till number': 'shortcode',
  'store number': 'shortcode',
  'time period': 'unused',
  from: 'from',
  to: 'to',
  'statement period': 'period',
  'opening balance': 'openingCents',
  'closing balance': 'closingCents',
  'total paid in': 'paidInCents',
  'total withdrawn': 'withdrawnCents',
  'account holder': 'unused',
  account: 'unused',
  operator: 'unused',
  organization: 'unused',
  organisation: 'unused',
  'organization name': 'unused',
  'organisation name': 'unused',
  'date of report': 'unused',
  'request date': 'unused',
  'available balance': 'unused',
};

const DIGITS = /^\d{5,7}$/;

/** What a file says about itself in rows that are not money: preamble, summary and footer. */
export class Head {
  #head: StatementHead = EMPTY_HEAD;

  get value(): StatementHead {
    return this.#head;
  }

  /**
   * Reads the labels of a row and their values; returns labels that were never seen, or null where
   * the row has no label at all.
   */
  read(row: RawRow, { sheet, dateSystem }: Page): readonly string[] | null {
    const unknown: string[] = [];
    let isLabelled = false;
    for (let index = 0; index < row.cells.length; index += 1) {
      const cell = row.cells[index] ?? '';
      const meaning = LABELS[plainLabel(cell)];
      if (meaning === undefined) {
        if (index === 0 && cell.trim().endsWith(':')) unknown.push(cell.trim());
        continue;
      }
      isLabelled = true;
      const value = row.cells[index + 1]?.trim() ?? '';
      if (value === '' || meaning === 'unused') continue;
      const isRead = this.#take(meaning, value, new WallClock(dateSystem));
      if (!isRead) {
        const place = { sheet, rowNumber: row.number };
        throw refusedRow(place, cell.trim(), `"${value}" cannot be read as ${cell.trim()}`);
      }
    }
    return isLabelled || unknown.length > 0 ? unknown : null;
  }

  /** Totals stand under the columns of their table. */
  takeTotals(totals: {
    readonly paidInCents: number | null;
    readonly withdrawnCents: number | null;
  }): void {
    const { paidInCents, withdrawnCents } = totals;
    this.#set({
      paidInCents: paidInCents ?? this.#head.paidInCents,
      withdrawnCents:
        withdrawnCents === null ? this.#head.withdrawnCents : Math.abs(withdrawnCents),
    });
  }

  #take(meaning: Exclude<Meaning, 'unused'>, value: string, clock: WallClock): boolean {
    switch (meaning) {
      case 'shortcode':
        if (DIGITS.test(value)) this.#set({ shortcode: value });
        return true;
      case 'period':
        return this.#takePeriod(value, clock);
      case 'from':
        return this.#takeBounds(clock.read(value) ?? clock.readDate(value), null);
      case 'to':
        return this.#takeBounds(null, lastMoment(value, clock));
      default:
        return this.#takeAmount(meaning, value);
    }
  }

  #takeAmount(meaning: AmountMeaning, value: string): boolean {
    const cents = parseCents(value);
    if (cents === null) return false;
    this.#set({ [meaning]: meaning === 'withdrawnCents' ? Math.abs(cents) : cents });
    return true;
  }

  #takePeriod(value: string, clock: WallClock): boolean {
    const [from = '', to = ''] = value.split(/ (?:-|to) /);
    return this.#takeBounds(clock.read(from) ?? clock.readDate(from), lastMoment(to, clock));
  }

  #takeBounds(fromMs: number | null, untilMs: number | null): boolean {
    if (fromMs !== null) this.#set({ fromMs });
    if (untilMs !== null) this.#set({ untilMs });
    return fromMs !== null || untilMs !== null;
  }

  #set(part: Partial<StatementHead>): void {
    this.#head = { ...this.#head, ...part };
  }
}

/** A second lasts until the next, and a date until its midnight. */
function lastMoment(value: string, clock: WallClock): number | null {
  const atMs = clock.read(value);
  if (atMs !== null) return atMs + 999;
  const dayMs = clock.readDate(value);
  return dayMs === null ? null : dayMs + DAY_MS - 1;
}

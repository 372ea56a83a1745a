/** East Africa Time is UTC+3 all year. */
const EAT_OFFSET_MS = 3 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;

const DATE_AND_TIME = /^(\S{10})[ T](\d{2}):(\d{2}):(\d{2})(?:\.0+)?$/;
const DAY_FIRST = /^(\d{2})([-/])(\d{2})\2(\d{4})$/;
const YEAR_FIRST = /^(\d{4})([-/])(\d{2})\2(\d{2})$/;
const TIME_ONLY = /^(\d{2}):(\d{2}):(\d{2})$/;
const SERIAL = /^\d{5}(\.\d+)?$/;
const WORDED_DATE = /^(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})$/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Days from 1 January 1970 back to the day zero of each date system of workbooks. */
const EPOCH_SERIAL = { 1900: 25_569, 1904: 24_107 } as const;

export type DateSystem = keyof typeof EPOCH_SERIAL;

/** Reads the times of one file; it keeps the day that it read last, because days repeat. */
export class WallClock {
  #lastDate = '';
  #lastDayMs: number | null = null;

  /** `system` is given where numbers are dates, which is in workbooks alone. */
  constructor(private readonly system: DateSystem | null) {}

  /**
   * Milliseconds since the epoch of `dd-mm-yyyy hh:mm:ss`, `dd/mm/yyyy`, `yyyy-mm-dd`, or of a
   * serial number in a workbook; null for anything else. The month is never first.
   */
  read(written: string): number | null {
    const text = written.trim();
    const match = DATE_AND_TIME.exec(text);
    if (!match) return this.#readSerial(text);
    const [, date = '', hour, minute, second] = match;
    const dayMs = this.#readDay(date);
    const ofDayMs = timeOfDayMs(Number(hour), Number(minute), Number(second));
    return dayMs === null || ofDayMs === null ? null : dayMs + ofDayMs;
  }

  /**
   * A time that stands without its date, beside a full one: the date is that of the other time, or
   * the day after where the clock would have run backwards.
   */
  readBeside(written: string, otherMs: number): number | null {
    const match = TIME_ONLY.exec(written.trim());
    if (!match) return null;
    const [hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
    const ofDayMs = timeOfDayMs(hour, minute, second);
    if (ofDayMs === null) return null;
    const otherDayMs = otherMs - ((otherMs + EAT_OFFSET_MS) % DAY_MS);
    const atMs = otherDayMs + ofDayMs;
    return atMs < otherMs ? atMs + DAY_MS : atMs;
  }

  /** The first moment of a date without a time: `05 Sep 2025`, `2025-09-05`, `05-09-2025`. */
  readDate(written: string): number | null {
    const text = written.trim();
    const [, day, month = '', year] = WORDED_DATE.exec(text) ?? [];
    if (day === undefined) return this.#readDay(text);
    return dayOf(Number(year), MONTHS.indexOf(month) + 1, Number(day));
  }

  #readDay(date: string): number | null {
    if (date === this.#lastDate) return this.#lastDayMs;
    const dayFirst = DAY_FIRST.exec(date);
    const yearFirst = dayFirst ? null : YEAR_FIRST.exec(date);
    this.#lastDate = date;
    this.#lastDayMs = null;
    if (dayFirst) {
      this.#lastDayMs = dayOf(Number(dayFirst[4]), Number(dayFirst[3]), Number(dayFirst[1]));
    } else if (yearFirst) {
      this.#lastDayMs = dayOf(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
    }
    return this.#lastDayMs;
  }

  #readSerial(text: string): number | null {
    if (this.system === null || !SERIAL.test(text)) return null;
    const days = Number(text) - EPOCH_SERIAL[this.system];
    return Math.round((days * DAY_MS) / 1000) * 1000 - EAT_OFFSET_MS;
  }
}

function timeOfDayMs(hour: number, minute: number, second: number): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  return (hour * 60 + minute) * MINUTE_MS + second * 1000;
}

/** The first moment of a day in East Africa Time, or null for a day like 31 February. */
function dayOf(year: number, month: number, day: number): number | null {
  const utcMs = Date.UTC(year, month - 1, day);
  const date = new Date(utcMs);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 2007 ? utcMs - EAT_OFFSET_MS : null;
}

/** `2026-11-23 20:30:31` in East Africa Time, for people and messages. */
export function writeWallTime(atMs: number): string {
  return new Date(atMs + EAT_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

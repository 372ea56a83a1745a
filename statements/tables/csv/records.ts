import type { Limits } from '../../limits';
import { refused, refusedRow } from '../../refusal';
import type { RawRow } from '../page';

const QUOTE = '"';
const QUOTE_CODE = 34;

/**
 * Cuts text into records. It keeps no more than the record that is not complete yet, so that a file
 * of any length costs the memory of one record.
 */
export class Records {
  #rest = '';
  #number = 0;
  /** How far the rest was looked through for a line break, so that no text is read twice. */
  #scanned = 0;
  #inQuotes = false;
  /** The next quote that was not looked at, or -1: quotes are rare, and each is looked for once. */
  #quoteAt = -1;

  constructor(
    private readonly delimiter: string,
    private readonly limits: Limits,
  ) {}

  /** Adds text and returns the records that are complete now. */
  push(text: string): RawRow[] {
    this.#rest += text;
    this.#quoteAt = this.#rest.indexOf(QUOTE, this.#scanned);
    const rows: RawRow[] = [];
    let start = 0;
    for (;;) {
      const end = this.#endOfRecord(start);
      if (end === -1) break;
      rows.push(this.#record(this.#rest.slice(start, end)));
      start = end + 1;
      this.#scanned = start;
    }
    this.#rest = this.#rest.slice(start);
    this.#scanned = this.#rest.length;
    if (this.#rest.length > this.limits.rowCharsMax) throw this.#tooLong();
    return rows;
  }

  /** The last record, where the file does not end with a line break; null where it does. */
  end(): RawRow | null {
    if (this.#inQuotes) {
      const place = { sheet: null, rowNumber: this.#number + 1 };
      throw refusedRow(place, null, 'A quoted cell does not end: the file was cut off.');
    }
    if (this.#rest === '') return null;
    const row = this.#record(this.#rest);
    this.#rest = '';
    return row;
  }

  /** Where the line break stands that ends the record, or -1; one inside quotes ends nothing. */
  #endOfRecord(start: number): number {
    let from = Math.max(this.#scanned, start);
    for (;;) {
      const end = this.#rest.indexOf('\n', from);
      const upTo = end === -1 ? this.#rest.length : end;
      while (this.#quoteAt !== -1 && this.#quoteAt < upTo) {
        this.#inQuotes = !this.#inQuotes;
        this.#quoteAt = this.#rest.indexOf(QUOTE, this.#quoteAt + 1);
      }
      if (end === -1 || !this.#inQuotes) return end;
      from = end + 1;
    }
  }

  #record(line: string): RawRow {
    this.#number += 1;
    if (this.#number > this.limits.rowsMax) {
      throw refused('too_large', `The file has more than ${this.limits.rowsMax} rows.`);
    }
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text.length > this.limits.rowCharsMax) throw this.#tooLong();
    const cells = text.includes(QUOTE) ? this.#quotedCells(text) : text.split(this.delimiter);
    if (cells.length > this.limits.columnsMax) {
      const place = { sheet: null, rowNumber: this.#number };
      throw refusedRow(place, null, `The row has more than ${this.limits.columnsMax} columns.`);
    }
    return { number: this.#number, cells };
  }

  #quotedCells(text: string): string[] {
    const cells: string[] = [];
    let index = 0;
    for (;;) {
      if (text.charCodeAt(index) === QUOTE_CODE) {
        const end = this.#endOfQuoted(text, index + 1);
        cells.push(text.slice(index + 1, end).replaceAll('""', '"'));
        index = end + 1;
      } else {
        const comma = text.indexOf(this.delimiter, index);
        const end = comma === -1 ? text.length : comma;
        cells.push(text.slice(index, end));
        index = end;
      }
      if (index >= text.length) return cells;
      if (text[index] !== this.delimiter) throw this.#strayQuote();
      index += 1;
    }
  }

  #endOfQuoted(text: string, from: number): number {
    let end = text.indexOf(QUOTE, from);
    while (end !== -1 && text.charCodeAt(end + 1) === QUOTE_CODE) {
      end = text.indexOf(QUOTE, end + 2);
    }
    if (end === -1) throw this.#strayQuote();
    return end;
  }

  #strayQuote(): Error {
    const place = { sheet: null, rowNumber: this.#number };
    return refusedRow(place, null, 'A quote stands where a cell should have ended.');
  }

  #tooLong(): Error {
    const place = { sheet: null, rowNumber: this.#number + 1 };
    const { rowCharsMax } = this.limits;
    return refusedRow(place, null, `A row is longer than ${rowCharsMax} characters.`);
  }
}

import type { Limits } from '../../limits';
import { refused, refusedRow } from '../../refusal';
import { numberText } from '../numberText';
import type { RawRow } from '../page';
import type { XmlReader } from './xml';

const A = 65;

/** Gathers the rows of one sheet out of its XML; `take` hands over those that are complete. */
export class SheetRows implements XmlReader {
  #rows: RawRow[] = [];
  #cells: string[] = [];
  #number = 0;
  #column = -1;
  #chars = 0;
  #type = 'n';
  #text = '';
  #isText = false;

  constructor(
    private readonly sheet: string,
    private readonly sharedTexts: readonly string[],
    private readonly limits: Limits,
  ) {}

  take(): RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  readonly open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    this.#isText = name === 'v' || name === 't';
    if (name === 'row') this.#openRow(attributes['r']);
    if (name === 'c') this.#openCell(attributes);
    if (name === 'f') throw this.#refuse('A cell holds a formula, which is never calculated.');
  };

  readonly text = (piece: string): void => {
    if (!this.#isText) return;
    this.#text += piece;
    this.#chars += piece.length;
    if (this.#chars > this.limits.rowCharsMax) throw this.#refuse('The row is too long.');
  };

  readonly close = (name: string): void => {
    this.#isText = false;
    if (name === 'c') this.#cells[this.#column] = this.#cellText();
    if (name === 'row') this.#rows.push({ number: this.#number, cells: this.#cells });
  };

  #openRow(number: string | undefined): void {
    const next = number === undefined ? this.#number + 1 : Number(number);
    if (!Number.isInteger(next) || next <= this.#number || next > this.limits.rowsMax) {
      throw refused('unreadable_workbook', `The rows of ${this.sheet} are out of order.`);
    }
    this.#number = next;
    this.#cells = [];
    this.#column = -1;
    this.#chars = 0;
  }

  #openCell({ r, t = 'n' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column + 1 : columnOf(r);
    if (column <= this.#column) throw this.#refuse('Cells are out of order.');
    if (column >= this.limits.columnsMax) {
      throw this.#refuse(`The row has more than ${this.limits.columnsMax} columns.`);
    }
    while (this.#cells.length < column) this.#cells.push('');
    this.#column = column;
    this.#type = t;
    this.#text = '';
  }

  #cellText(): string {
    switch (this.#type) {
      case 's':
        return this.#text === '' ? '' : this.#sharedText(Number(this.#text));
      case 'n':
        return this.#text === '' ? '' : numberText(Number(this.#text));
      case 'b':
        return this.#text === '1' ? 'true' : 'false';
      case 'e':
        throw this.#refuse(`A cell holds the error ${this.#text}.`);
      default:
        return this.#text;
    }
  }

  #sharedText(index: number): string {
    const text = this.sharedTexts[index];
    if (text === undefined) throw this.#refuse('A cell names a text that is not there.');
    return text;
  }

  #refuse(reason: string): Error {
    return refusedRow({ sheet: this.sheet, rowNumber: this.#number }, null, reason);
  }
}

/** The column of `B7`, counted from 0; -1 where the letters are missing. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const letter = reference.charCodeAt(index) - A;
    if (letter < 0 || letter > 25) break;
    column = column * 26 + letter + 1;
  }
  return column - 1;
}

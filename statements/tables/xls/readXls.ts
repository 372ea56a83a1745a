import { isNativeError } from 'node:util/types';
import { read, type CellObject, type WorkBook } from '@e965/xlsx';
import type { DateSystem } from '../../../domain/statement/wallTime';
import type { Limits } from '../../limits';
import { refused, refusedRow } from '../../refusal';
import { numberText } from '../numberText';
import { PAGE_ROWS, type Page, type RawRow } from '../page';

/** Names inside an OLE2 file are UTF-16. */
const MACROS = Buffer.from('_VBA_PROJECT', 'utf16le');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** Reads a workbook of the older kind, which is never large: it is held in memory. */
export function* readXls(file: Buffer, limits: Limits): Generator<Page> {
  if (file.includes(MACROS)) throw refused('unsafe_workbook', 'The workbook holds macros.');
  if (file.includes(ENCRYPTED)) throw encrypted();
  const workbook = open(file);
  const dateSystem: DateSystem = workbook.Workbook?.WBProps?.date1904 ? 1904 : 1900;
  for (const sheet of workbook.SheetNames) {
    const table = workbook.Sheets[sheet]?.['!data'] ?? [];
    for (let from = 0; from < table.length; from += PAGE_ROWS) {
      const rows: RawRow[] = [];
      for (let index = from; index < Math.min(from + PAGE_ROWS, table.length); index += 1) {
        const cells = table[index];
        if (cells) rows.push(row(sheet, index + 1, cells, limits));
      }
      yield { sheet, dateSystem, rows };
    }
  }
}

function open(file: Buffer): WorkBook {
  try {
    return read(file, {
      type: 'buffer',
      dense: true,
      cellFormula: true,
      cellDates: false,
      cellText: false,
      cellHTML: false,
      cellStyles: false,
      bookVBA: false,
    });
  } catch (error) {
    // The library throws texts too, and whatever it stumbles over is the file's fault.
    const message = isNativeError(error) ? error.message : String(error);
    if (/password|encrypt/i.test(message)) throw encrypted();
    throw refused('unreadable_workbook', `The workbook is damaged: ${message}.`);
  }
}

function encrypted(): Error {
  return refused('encrypted', 'The workbook has a password.', {
    remedy: 'Save it without a password, or export the statement again.',
  });
}

function row(
  sheet: string,
  rowNumber: number,
  cells: readonly (CellObject | undefined)[],
  limits: Limits,
): RawRow {
  const place = { sheet, rowNumber };
  if (cells.length > limits.columnsMax) {
    throw refusedRow(place, null, `The row has more than ${limits.columnsMax} columns.`);
  }
  const texts = Array.from(cells, (cell) => {
    if (!cell) return '';
    if (cell.f !== undefined) {
      throw refusedRow(place, null, 'A cell holds a formula, which is never calculated.');
    }
    if (cell.t === 'e') throw refusedRow(place, null, 'A cell holds an error.');
    return cell.t === 'n' ? numberText(Number(cell.v)) : String(cell.v ?? '');
  });
  return { number: rowNumber, cells: texts };
}

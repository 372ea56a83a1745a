import type { Limits } from '../../limits';
import type { Notes } from '../notes';
import type { Page } from '../page';
import { Decoder, encodingOf } from './decode';
import { delimiterOf } from './delimiter';
import { Records } from './records';

/** So much text shows the header of every layout known, preamble included. */
const BEGINNING_CHARS = 16_384;

/** Reads text as a table, one page for each piece of the file. */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  limits: Limits,
  notes: Notes,
): AsyncGenerator<Page> {
  let decoder: Decoder | null = null;
  let records: Records | null = null;
  let beginning = '';
  for await (const bytes of source) {
    decoder ??= new Decoder(encodingOf(bytes));
    const text = decoder.decode(bytes);
    if (records) {
      yield page(records.push(text));
      continue;
    }
    beginning += text;
    if (beginning.length < BEGINNING_CHARS) continue;
    records = new Records(delimiterOf(beginning), limits);
    yield page(records.push(beginning));
  }
  const left = decoder?.decode(null) ?? '';
  const tail = records ? left : beginning + left;
  records ??= new Records(delimiterOf(tail), limits);
  yield page(records.push(tail));
  const last = records.end();
  if (!last) return;
  notes.endsInARow = true;
  yield page([last]);
}

function page(rows: Page['rows']): Page {
  return { sheet: null, dateSystem: null, rows };
}

import { refused } from '../refusal';

export type Format = 'csv' | 'xlsx' | 'xls';

/** How a format begins; what is not listed is text or is found out later. */
const BEGINNINGS: ReadonlyArray<readonly [magic: readonly number[], format: Format]> = [
  [[0x50, 0x4b, 0x03, 0x04], 'xlsx'],
  [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'xls'],
];

const FOREIGN: ReadonlyArray<readonly [beginning: string, name: string]> = [
  ['%PDF', 'a PDF'],
  ['PK\u0005\u0006', 'an empty zip'],
  ['PK\u0007\u0008', 'a zip in parts'],
  ['\u001f\u008b', 'a gzip archive'],
  ['Rar!', 'a RAR archive'],
  ['7z\u00bc\u00af', 'a 7-Zip archive'],
  ['\u0089PNG', 'an image'],
  ['\u00ff\u00d8\u00ff', 'an image'],
  ['GIF8', 'an image'],
  ['{\\rtf', 'an RTF document'],
];

const MARKUP = /^(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml|!doctype|html|table)/i;

/** So many bytes tell every format; a reader hands over at least these, or the whole file. */
export const FORMAT_BYTES = 512;

/** Tells a file by its first bytes: a name or an extension proves nothing. */
export function formatOf(head: Uint8Array): Format {
  if (head.length === 0) throw refused('empty', 'The file is empty.');
  const known = BEGINNINGS.find(([magic]) => magic.every((byte, index) => head[index] === byte));
  if (known) return known[1];
  const text = String.fromCharCode(...head.subarray(0, FORMAT_BYTES));
  const foreign = FOREIGN.find(([beginning]) => text.startsWith(beginning));
  if (foreign) throw refused('not_a_statement', `The file is ${foreign[1]}, not a statement.`);
  if (MARKUP.test(text)) {
    throw refused('not_a_statement', 'The file is a web page or XML, not CSV, XLS or XLSX.');
  }
  return 'csv';
}

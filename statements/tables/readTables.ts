import type { Limits } from '../limits';
import { refused } from '../refusal';
import { readCsv } from './csv/readCsv';
import { FORMAT_BYTES, formatOf } from './format';
import type { Notes } from './notes';
import type { Page } from './page';
import { readXls } from './xls/readXls';
import { readXlsx } from './xlsx/readXlsx';

/** Bytes to tables, whatever the format. It throws StatementRefusedError. */
export async function* readTables(
  source: AsyncIterable<Uint8Array>,
  limits: Limits,
  notes: Notes,
): AsyncGenerator<Page> {
  const pieces = limited(source, limits.fileBytesMax);
  const head: Uint8Array[] = [];
  let headBytes = 0;
  while (headBytes < FORMAT_BYTES) {
    const next = await pieces.next();
    if (next.done) break;
    head.push(next.value);
    headBytes += next.value.length;
  }
  const beginning = Buffer.concat(head);
  const whole = after(beginning, pieces);
  switch (formatOf(beginning)) {
    case 'csv':
      yield* readCsv(whole, limits, notes);
      return;
    case 'xlsx':
      yield* readXlsx(await collect(whole, limits.workbookBytesMax), limits);
      return;
    case 'xls':
      yield* readXls(await collect(whole, limits.xlsBytesMax), limits);
  }
}

async function* after(
  beginning: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield beginning;
  yield* pieces;
}

async function* limited(
  source: AsyncIterable<Uint8Array>,
  bytesMax: number,
): AsyncGenerator<Uint8Array, undefined> {
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    if (piece.length > 0) yield piece;
  }
}

async function collect(source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function tooLarge(bytesMax: number): Error {
  const mb = Math.floor(bytesMax / 1024 / 1024);
  return refused('too_large', `The file is larger than ${mb} MB.`, {
    remedy: 'Export a shorter period, or export CSV.',
  });
}

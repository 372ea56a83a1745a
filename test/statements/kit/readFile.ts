import type { StatementRow } from '../../../domain/statement/row';
import { readStatement, type ReadOptions } from '../../../statements/readStatement';

const PIECE_BYTES = 997;

/** A file in small pieces of odd length, as a socket gives it. */
export async function* pieces(file: Uint8Array, bytes = PIECE_BYTES): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.length; from += bytes) yield file.subarray(from, from + bytes);
}

/** Reads a file from memory and keeps its rows. */
export async function readFile(file: Uint8Array, options: Omit<ReadOptions, 'onRows'> = {}) {
  const rows: StatementRow[] = [];
  const result = await readStatement(pieces(file), {
    ...options,
    onRows: (page) => void rows.push(...page),
  });
  return { result, rows };
}

/** The statement and its rows, or an error with the reason of the refusal. */
export async function readGood(file: Uint8Array, options: Omit<ReadOptions, 'onRows'> = {}) {
  const { result, rows } = await readFile(file, options);
  if (!result.ok) throw new Error(`refused: ${result.error.code}: ${result.error.reason}`);
  return { statement: result.value, rows };
}

/** The refusal of a file, or an error where it was taken. */
export async function readRefused(file: Uint8Array, options: Omit<ReadOptions, 'onRows'> = {}) {
  const { result } = await readFile(file, options);
  if (result.ok) throw new Error(`taken as layout ${result.value.layout}`);
  return result.error;
}

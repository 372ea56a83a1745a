import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Matcher } from '../domain/statement/match';
import type { ShortcodeNumber } from '../domain/values/shortcode';
import { LIMITS } from '../statements/limits';
import { readStatement } from '../statements/readStatement';
import { readTables } from '../statements/tables/readTables';
import { bookedPayments, writeStatementFile } from './statementFile';

const SIZES = [10_000, 100_000, 1_000_000];
const SHORTCODE = '600001' as ShortcodeNumber;
const LIMIT_MB = 600;
const PIECE_BYTES = 256 * 1024;
const MB = 1024 * 1024;

/** `npm run bench -- reconcile [--rows N]`: a day's statement read, proven and matched. */
export async function benchReconcile(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { rows: { type: 'string' } },
  });
  const sizes = values.rows === undefined ? SIZES : [Number(values.rows)];
  if (!sizes.every((rows) => Number.isInteger(rows) && rows >= 2 && rows % 2 === 0)) {
    throw new Error('--rows must be an even whole number: half are payments, half charges.');
  }
  const folder = await mkdtemp(join(tmpdir(), 'hakika-reconcile-'));
  try {
    for (const rows of sizes) await measureSize(join(folder, `${rows}.csv`), rows);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureSize(path: string, rows: number): Promise<void> {
  await writeStatementFile(path, rows);
  const file = () => createReadStream(path, { highWaterMark: PIECE_BYTES });
  await measure('tables read', rows, async () => {
    let read = 0;
    for await (const page of readTables(file(), LIMITS, { endsInARow: false })) {
      read += page.rows.length;
    }
    return read;
  });
  await measure('read and proven', rows, async () => {
    const result = await readStatement(file(), { expected: { shortcode: SHORTCODE } });
    return result.ok ? result.value.rows : 0;
  });
  const booked = bookedPayments(rows);
  await measure('read, proven and matched', rows, async () => {
    const matcher = new Matcher(booked, SHORTCODE);
    let matched = 0;
    const result = await readStatement(file(), {
      expected: { shortcode: SHORTCODE },
      onRows: (page) => {
        for (const row of page) if (matcher.add(row)?.agrees) matched += 1;
      },
    });
    const { missing, unknown } = matcher.conclude();
    if (missing.length + unknown.length > 0 || matched !== booked.length) return 0;
    return result.ok ? result.value.rows : 0;
  });
}

/** Runs one stage; the rows it read must be at least those that were written. */
async function measure(stage: string, rows: number, run: () => Promise<number>): Promise<void> {
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 20);
  const from = performance.now();
  const read = await run();
  const seconds = (performance.now() - from) / 1000;
  clearInterval(watch);
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  if (read < rows) throw new Error(`${stage}: ${read} of ${rows} rows were read.`);
  const perSecond = Math.round(rows / seconds);
  const mb = Math.round(peakBytes / MB);
  console.log(`${rows} rows, ${stage}: ${perSecond} rows/s, ${mb} MB at most`);
  if (mb > LIMIT_MB) process.exitCode = 1;
}

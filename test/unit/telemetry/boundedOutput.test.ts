import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BoundedOutput, droppedLogLines } from '../../../telemetry/log/boundedOutput';
import { createMetrics } from '../../../telemetry/metrics/metrics';
import { until } from '../../kit/until';

const LINE = `${'x'.repeat(1_000)}\n`;
const folder = mkdtempSync(join(tmpdir(), 'hakika-log-'));
const opened: number[] = [];

afterAll(() => {
  for (const descriptor of opened) closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

/** A real pipe that somebody holds open and reads only when the test does. */
function openPipe() {
  const path = join(folder, `pipe-${opened.length}`);
  execFileSync('mkfifo', [path]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writing = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  opened.push(reading, writing);
  const bytes = Buffer.alloc(64 * 1024);
  const read = (): string => {
    try {
      return bytes.toString('utf8', 0, readSync(reading, bytes));
    } catch {
      return '';
    }
  };
  return { output: new BoundedOutput((line) => writeSync(writing, line)), read };
}

// Guarantees that a pipe which nobody reads costs lines, and neither time nor memory.
it('drops and counts what does not fit, and goes on with whole lines', async () => {
  const { output, read } = openPipe();
  const before = droppedLogLines();
  const startedAt = performance.now();
  for (let made = 0; made < 5_000; made += 1) output.write(LINE);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  const dropped = droppedLogLines() - before;
  expect(dropped).toBeGreaterThan(3_500);
  expect(dropped).toBeLessThan(4_500);
  let text = '';
  await until('the reader to have all that was kept', () => {
    text += read();
    return text.length === (5_000 - dropped) * LINE.length;
  });
  expect(new Set(text.split('\n'))).toEqual(new Set([LINE.trim(), '']));
  output.write('after\n');
  expect(read()).toBe('after\n');
});

// Guarantees that a full disk costs lines only, and that the first line afterwards is a whole one.
it('drops and counts on a full disk, and begins a new line when there is room', () => {
  let room = 10;
  let text = '';
  const output = new BoundedOutput((bytes) => {
    if (room === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const count = Math.min(room, bytes.length);
    text += bytes.toString('utf8', 0, count);
    room -= count;
    return count;
  });
  const before = droppedLogLines();
  for (const line of ['one\n', 'two and more\n', 'three\n']) output.write(line);
  expect(droppedLogLines() - before).toBe(2);
  room = 1_000;
  output.write('four\n');
  expect(text).toBe('one\ntwo an\nfour\n');
});

it('shows what was dropped among the figures', async () => {
  const full = openSync('/dev/full', 'w');
  opened.push(full);
  const before = droppedLogLines();
  const output = new BoundedOutput((bytes) => writeSync(full, bytes));
  output.write(LINE);
  const text = await createMetrics('test').registry.metrics();
  expect(text).toMatch(
    new RegExp(`^hakika_log_lines_dropped_total\\{service="test"\\} ${before + 1}$`, 'm'),
  );
});

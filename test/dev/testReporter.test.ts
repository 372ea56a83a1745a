import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir, stateDir } from '../../dev/places';
import { scratchFolder } from './scratchFolder';

const folder = scratchFolder();
const resultsName = `reporter-test-${process.pid}.json`;

/** Runs jest with our reporter over one test file. */
function runJest(test: string, ...args: string[]): { lines: string[]; code: number | null } {
  const dir = mkdtempSync(join(folder, 'run-'));
  writeFileSync(join(dir, 'sample.test.js'), test);
  writeFileSync(
    join(dir, 'jest.config.cjs'),
    `module.exports = { reporters: ['default', '${rootDir}/dev/testReporter.cjs'] };`,
  );
  const jest = join(rootDir, 'node_modules/jest/bin/jest.js');
  const env = { ...process.env, HAKIKA_TEST_RESULTS: join('logs', resultsName) };
  const run = spawnSync(process.execPath, [jest, '--rootDir', dir, ...args], { cwd: dir, env });
  return { lines: run.stdout.toString().trimEnd().split('\n'), code: run.status };
}

const results = (): unknown =>
  JSON.parse(readFileSync(join(stateDir, 'logs', resultsName), 'utf8'));

// Guarantees that the last line is the truth about what ran, and that the exit code agrees.
describe('the last line of a test run', () => {
  it('counts what passed and names what was skipped', () => {
    const { lines, code } = runJest(
      "it('a', () => {}); describe('b', () => it.skip('c [skipped: no d]', () => {}));",
    );
    expect(lines.at(-2)).toBe('skipped: sample.test.js: b c [skipped: no d]');
    expect(lines.at(-1)).toBe('tests: 1 passed, 0 failed, 1 skipped');
    expect(code).toBe(0);
    expect(results()).toEqual({ passed: 1, failed: 0, skipped: 1 });
  });

  it('counts what failed', () => {
    const { lines, code } = runJest("it('a', () => {}); it('b', () => { throw new Error('b'); });");
    expect(lines.at(-1)).toBe('tests: 1 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('counts a file that cannot be loaded as a failure', () => {
    const { lines, code } = runJest("require('./nowhere'); it('a', () => {});");
    expect(lines.at(-1)).toBe('tests: 0 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('fails a run in which nothing ran', () => {
    const { lines, code } = runJest("it.skip('a', () => {});");
    expect(lines.at(-2)).toBe('No test ran: that is a failure, not a success.');
    expect(lines.at(-1)).toBe('tests: 0 passed, 0 failed, 1 skipped');
    expect(code).toBe(1);
  });

  it('does not name the tests that a name pattern left out', () => {
    const { lines } = runJest("it('a', () => {}); it('b', () => {});", '-t', 'a');
    expect(lines.filter((line) => line.startsWith('skipped:'))).toEqual([]);
  });
});

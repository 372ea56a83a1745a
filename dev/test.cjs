'use strict';

// `npm test` runs everything; `npm test -- name` runs the folder test/name or the files whose path
// holds the name. Anything that begins with a dash goes to jest as it is.
const { existsSync, rmSync, writeSync } = require('node:fs');
const { join } = require('node:path');

const rootDir = join(__dirname, '..');
const results = join(rootDir, '.hakika', process.env.HAKIKA_TEST_RESULTS || 'test-results.json');

const args = process.argv.slice(2).map((arg, index, all) => {
  const follows = (all[index - 1] || '').startsWith('-');
  const isPart = !arg.startsWith('-') && !follows && existsSync(join(rootDir, 'test', arg));
  return isPart ? `${join('test', arg)}/` : arg;
});

function run() {
  rmSync(results, { force: true });
  process.on('exit', () => {
    // The reporter prints the figures; where jest ended before it had any, this is the last line.
    if (existsSync(results)) return;
    process.exitCode = process.exitCode || 1;
    // Straight to the descriptor: jest may have closed the stream.
    writeSync(1, 'tests: 0 passed, 0 failed, 0 skipped\n');
  });
  require('jest').run(['--rootDir', rootDir, ...args]);
}

require('./bootstrap.cjs').then(run);

'use strict';

const { mkdirSync, writeFileSync, writeSync } = require('node:fs');
const { join, relative } = require('node:path');

const stateDir = join(__dirname, '..', '.hakika');

/**
 * Says at the very end, from the runner's own figures, what ran: the tests that were skipped, by
 * name, then one line with the counts. A run of no test at all is a failure.
 */
class TestReporter {
  #failed = false;
  #namePattern;

  constructor(globalConfig) {
    this.#namePattern = globalConfig.testNamePattern;
  }

  onRunComplete(_contexts, results) {
    const figures = {
      passed: results.numPassedTests,
      // A file that cannot even be loaded holds no counted test, yet must not pass for green.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    const ran = figures.passed + figures.failed;
    this.#failed = figures.failed > 0 || ran === 0;
    this.#keep(figures);
    // Printed when the process ends: jest's own summary, and whatever a teardown says, come first.
    process.once('exit', () => {
      // With a name pattern (-t) jest calls every other test skipped: no news to anybody.
      const skipped = this.#namePattern ? [] : skippedTests(results);
      const lines = skipped.map((test) => `skipped: ${test}`);
      if (ran === 0) lines.push('No test ran: that is a failure, not a success.');
      lines.push(
        `tests: ${figures.passed} passed, ${figures.failed} failed, ${figures.skipped} skipped`,
      );
      // Written straight to the descriptor: jest may have closed the stream before it exits.
      writeSync(1, `${lines.join('\n')}\n`);
      if (this.#failed && !process.exitCode) process.exitCode = 1;
    });
  }

  getLastError() {
    return this.#failed ? new Error('tests failed') : undefined;
  }

  /** The figures for .ci/run, which adds up several runs. */
  #keep(figures) {
    mkdirSync(stateDir, { recursive: true });
    const name = process.env.HAKIKA_TEST_RESULTS || 'test-results.json';
    writeFileSync(join(stateDir, name), `${JSON.stringify(figures)}\n`);
  }
}

/** "file: full name" of every skipped test; its name says why, as in "[skipped: no Chromium]". */
function skippedTests(results) {
  return results.testResults.flatMap((file) =>
    file.testResults
      .filter((test) => test.status === 'pending' || test.status === 'todo')
      .map((test) => `${relative(process.cwd(), file.testFilePath)}: ${test.fullName}`),
  );
}

module.exports = TestReporter;

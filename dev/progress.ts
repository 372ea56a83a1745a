/**
 * Prints one line about long work. Standard error, because standard output belongs to the story
 * that `npm start` tells and to the figures of the test runner.
 */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

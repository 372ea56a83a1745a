/** A command of a page, and what the page says that it prints. */
export interface Step {
  readonly command: string;
  readonly output: string;
}

const FENCE = /^```console\n([\s\S]*?)^```$/gm;

/** The steps of the `console` blocks of a page: `$ ` begins a command, `> ` goes on with it. */
export function stepsOf(page: string): Step[] {
  const steps: { command: string; output: string }[] = [];
  for (const [, block = ''] of page.matchAll(FENCE)) {
    for (const line of block.split('\n').slice(0, -1)) {
      const last = steps.at(-1);
      if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: '' });
      else if (last === undefined) throw new Error(`Output before any command: ${line}`);
      else if (line.startsWith('> ')) last.command += `\n${line.slice(2)}`;
      else last.output += `${line}\n`;
    }
  }
  return steps;
}

/** What is another in every run but has a name: ids, keys, secrets and receipts. */
const VARYING = new RegExp(
  [
    /\b(?:mer|pay|key|opr|evt)_[0-9a-z]{26}\b/,
    /\b(?:op|sk_test|whsec)_[\w…+/=-]+/,
    /\bU[A-Z0-9]{9}\b/,
    /\b[0-9a-f]{64}\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** A moment may be one that has not come yet, which is shown as a dash. */
const MOMENT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** How long an endpoint took. */
const LATENCY = /\blatencyMs=\d+/g;

/**
 * Whether what was printed is what the page says, but for what is another in every run: what stands
 * for it on the page is kept with what it is in this run, and must be the same thing wherever the
 * page has it again.
 */
export function agrees(step: Step, printed: string, known: Map<string, string>): boolean {
  const expected = step.output.match(VARYING) ?? [];
  const found = printed.match(VARYING) ?? [];
  if (expected.length !== found.length) return false;
  for (const [index, ours] of expected.entries()) {
    const theirs = found[index] ?? '';
    if ((known.get(ours) ?? theirs) !== theirs) return false;
    known.set(ours, theirs);
  }
  return shape(step.output) === shape(printed);
}

/** The command as this run needs it. */
export function inThisRun(command: string, known: ReadonlyMap<string, string>): string {
  return command.replace(VARYING, (ours) => known.get(ours) ?? ours);
}

/** The text without what varies, and without the widths that follow from it. */
function shape(text: string): string {
  const known = text.replace(VARYING, '…').replace(MOMENT, '-').replace(LATENCY, 'latencyMs=…');
  return known.replace(/[ ]+/g, ' ').trim();
}

import type { OpenApiDocument } from '../../api/contract/openapi/document';
import { breakingChanges } from './breakingChanges';

interface Given {
  readonly current: OpenApiDocument;
  /** What merchants were promised, as a text of JSON. */
  readonly published: string | null;
  /** The generated document of the last commit, as a text of JSON. */
  readonly committed: string | null;
  readonly publish: (text: string) => void;
  readonly say: (line: string) => void;
}

const HOW_TO_PROCEED = [
  'Programs of merchants can fail on this. Keep what was there and add the new beside it, or give',
  'the operation a path of a new version. If nobody relies on it, `npm run contract -- --publish`',
  'accepts the API as it is now; commit docs/published/ with the reason.',
];

/** Compares the API with the promise, or with `--publish` makes it that. Gives the exit code. */
export function contract(args: readonly string[], given: Given): number {
  const { current, published, committed, publish, say } = given;
  const text = `${JSON.stringify(current, null, 2)}\n`;
  const [unknown] = args.filter((arg) => arg !== '--publish');
  if (unknown !== undefined) {
    say(`${unknown} is not known. Usage: npm run contract -- [--publish]`);
    return 2;
  }
  if (args.includes('--publish')) {
    publish(text);
    say('The API as it is now is published in docs/published/.');
    return 0;
  }
  if (published === null) {
    say('docs/published/openapi.json is missing: restore it, or publish with -- --publish.');
    return 1;
  }
  // What is published as it stands was accepted, whatever the last commit had.
  if (published === text) return 0;
  const before = [published, ...(committed === null ? [] : [committed])];
  const broken = new Set(before.flatMap((copy) => breakingChanges(parsed(copy), current)));
  for (const change of broken) say(change);
  if (broken.size > 0) for (const line of HOW_TO_PROCEED) say(line);
  return broken.size > 0 ? 1 : 0;
}

/** A document that this program wrote. */
function parsed(text: string): OpenApiDocument {
  return JSON.parse(text) as OpenApiDocument;
}

import { visit } from 'jsonc-parser';
import { AppError } from './errors';
import { isExactNumber } from './exactNumber';

interface ParseOptions {
  /** What becomes of a number that a double would round: 1.00000000000000001 is not 1. */
  readonly impreciseNumbers: 'refuse' | 'as_text';
}

/**
 * Reads one JSON text, and refuses one that gives a name twice in an object: RFC 8259, section 4,
 * leaves open which of the two counts, so two readers of one request could see two amounts.
 * @throws AppError `malformed_json`
 */
export function parseJson(
  text: string,
  { impreciseNumbers }: ParseOptions = { impreciseNumbers: 'refuse' },
): unknown {
  const json = parsed(text);
  const { nameTwice, imprecise } = survey(text);
  if (nameTwice !== null) {
    throw malformedJson(`it gives "${nameTwice.slice(0, 64)}" twice`, 'Give every field once.');
  }
  const [first] = imprecise;
  if (first === undefined) return json;
  if (impreciseNumbers === 'as_text') return parsed(quoted(text, imprecise));
  const literal = text.slice(first.offset, first.offset + first.length).slice(0, 64);
  throw malformedJson(
    `the number ${literal} has more digits than can be kept`,
    'Send whole shillings as a JSON number.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A RangeError is what thousands of nested brackets end in.
    if (!(cause instanceof SyntaxError) && !(cause instanceof RangeError)) throw cause;
    throw malformedJson('it is not JSON in UTF-8', 'Send one JSON object.');
  }
}

interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What JSON.parse does not tell: a name that comes twice, and numbers that it rounded. */
function survey(text: string): { nameTwice: string | null; imprecise: Place[] } {
  const enclosing: Set<string>[] = [];
  const imprecise: Place[] = [];
  let nameTwice: string | null = null;
  try {
    visit(text, {
      onObjectBegin: () => void enclosing.push(new Set()),
      onObjectProperty: (name) => {
        const names = enclosing.at(-1);
        if (names?.has(name)) nameTwice ??= name;
        names?.add(name);
      },
      onObjectEnd: () => void enclosing.pop(),
      onLiteralValue: (value: unknown, offset, length) => {
        const literal = text.slice(offset, offset + length);
        if (typeof value === 'number' && !isExactNumber(literal))
          imprecise.push({ offset, length });
      },
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw malformedJson('it is nested too deeply', 'Send one JSON object.');
  }
  return { nameTwice, imprecise };
}

/** The text with these literals in quotes, so that their digits survive. */
function quoted(text: string, places: readonly Place[]): string {
  return places.reduceRight((rest, { offset, length }) => {
    const end = offset + length;
    return `${rest.slice(0, offset)}"${rest.slice(offset, end)}"${rest.slice(end)}`;
  }, text);
}

/** A body that cannot be read, and why. */
export function malformedJson(why: string, remedy: string): AppError {
  return new AppError('malformed_json', {
    publicMessage: `The body cannot be read: ${why}.`,
    remedy,
  });
}

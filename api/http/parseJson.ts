import { visit } from 'jsonc-parser';
import { AppError } from './errors';

/**
 * Reads one JSON text, and refuses one that gives a name twice in an object: RFC 8259, section 4,
 * leaves open which of the two counts, so two readers of one request could see two amounts.
 * @throws AppError `malformed_json`
 */
export function parseJson(text: string): unknown {
  let json: unknown;
  let twice: string | null;
  try {
    json = JSON.parse(text);
    twice = nameGivenTwice(text);
  } catch (cause) {
    // A RangeError is what thousands of nested brackets end in.
    if (!(cause instanceof SyntaxError) && !(cause instanceof RangeError)) throw cause;
    throw malformedJson('it is not JSON in UTF-8', 'Send one JSON object.');
  }
  if (twice === null) return json;
  throw malformedJson(`it gives "${twice.slice(0, 64)}" twice`, 'Give every field once.');
}

function nameGivenTwice(text: string): string | null {
  const enclosing: Set<string>[] = [];
  let twice: string | null = null;
  visit(text, {
    onObjectBegin: () => void enclosing.push(new Set()),
    onObjectProperty: (name) => {
      const names = enclosing.at(-1);
      if (names?.has(name)) twice ??= name;
      names?.add(name);
    },
    onObjectEnd: () => void enclosing.pop(),
  });
  return twice;
}

function malformedJson(why: string, remedy: string): AppError {
  return new AppError('malformed_json', {
    publicMessage: `The body cannot be read: ${why}.`,
    remedy,
  });
}

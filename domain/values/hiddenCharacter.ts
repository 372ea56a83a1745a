import type { FieldError } from './fieldError';

/** What no eye sees: control and format characters, and every blank but the plain one. */
const HIDDEN =
  /[\p{C}\p{Zl}\p{Zp}\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164]/u;

/**
 * The error for a text that holds a character which cannot be seen, as copied out of a chat or a
 * spreadsheet: without its name nobody could tell why the text is refused.
 */
export function hiddenCharacter(field: string, value: unknown): FieldError | null {
  const match = typeof value === 'string' ? HIDDEN.exec(value) : null;
  if (match === null) return null;
  const code = match[0].codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    field,
    rule: `must not hold the hidden character ${name}, which is at place ${match.index + 1}`,
    remedy: 'Type it again instead of copying it.',
  };
}

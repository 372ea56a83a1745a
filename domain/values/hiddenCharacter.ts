/** What no eye sees: control and format characters, and every blank but the plain one. */
const HIDDEN =
  /[\p{C}\p{Zl}\p{Zp}\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164]/u;

/**
 * Names the first character of a text that cannot be seen, with its place: one that was copied out
 * of a chat or a spreadsheet makes a text wrong that looks right. Null where there is none.
 */
export function hiddenCharacter(value: unknown): string | null {
  const match = typeof value === 'string' ? HIDDEN.exec(value) : null;
  if (match === null) return null;
  const code = match[0].codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `the hidden character ${name} at place ${match.index + 1}`;
}

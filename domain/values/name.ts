import { hiddenCharacter } from './hiddenCharacter';

const MAX_LENGTH = 100;

/** The rule of a name of a merchant or an operator, as the end of a sentence. */
export const NAME_RULE = `must be 1 to ${MAX_LENGTH} visible characters`;

/** A name without blanks at its ends, or null where the value is not a name. */
export function parseName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = value.trim();
  const fits = name.length > 0 && name.length <= MAX_LENGTH && hiddenCharacter(name) === null;
  return fits ? name : null;
}

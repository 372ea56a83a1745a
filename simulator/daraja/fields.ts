import { invalidField } from './reply';

export type Body = Readonly<Record<string, unknown>>;

/** Whether a parsed body is a JSON object. */
export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a field; a field of the prototype does not count, and null counts as absent, because
 * many languages write it for what was left out.
 */
export function fieldOf(body: Body, name: string): unknown {
  return Object.hasOwn(body, name) ? (body[name] ?? undefined) : undefined;
}

/** A text or a number as text, or undefined; for those who look before a request is checked. */
export function scalarField(body: Body, name: string): string | undefined {
  const value = fieldOf(body, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/**
 * A numeric field as text. Daraja's own samples send numbers and strings in one body, so both
 * are accepted (Daraja: M-PESA Express). Throws Refusal.
 */
export function digitsField(body: Body, name: string, pattern: RegExp): string {
  const text = scalarField(body, name);
  if (text === undefined || !pattern.test(text)) throw invalidField(name);
  return text;
}

/** A shortcode: five to seven digits. */
export function shortcodeField(body: Body, name: string): string {
  return digitsField(body, name, /^\d{5,7}$/);
}

/** A subscriber number in its only accepted form, 2547… or 2541… (Daraja: M-PESA Express). */
export function msisdnField(body: Body, name: string): string {
  return digitsField(body, name, /^254[17]\d{8}$/);
}

/** Whole shillings between a least and 250,000 (Daraja: M-PESA Express, limits). */
export function amountField(body: Body, name: string, least: number): number {
  const amountKes = Number(digitsField(body, name, /^\d{1,9}$/));
  if (amountKes < least || amountKes > 250_000) throw invalidField(name);
  return amountKes;
}

/** A text or number of at most `lengthMax` characters that is not blank. Throws Refusal. */
export function textField(body: Body, name: string, lengthMax: number): string {
  const text = optionalTextField(body, name, lengthMax);
  if (text.trim() === '') throw invalidField(name);
  return text;
}

/** A text or number that may be absent or empty, but not too long. Throws Refusal. */
export function optionalTextField(
  body: Body,
  name: string,
  lengthMax: number,
  refusedAs = name,
): string {
  if (fieldOf(body, name) === undefined) return '';
  const text = scalarField(body, name);
  if (text === undefined || text.length > lengthMax) throw invalidField(refusedAs);
  return text;
}

/** Which of two spellings of a field a body has; the first when it has both or neither. */
export function spellingOf(body: Body, [usual, other]: readonly [string, string]): string {
  return fieldOf(body, usual) === undefined && fieldOf(body, other) !== undefined ? other : usual;
}

/** One of a few texts, exactly as written but for blanks around it. Throws Refusal. */
export function choiceField<T extends string>(body: Body, name: string, choices: readonly T[]): T {
  const text = scalarField(body, name)?.trim();
  const chosen = choices.find((choice) => choice === text);
  if (chosen === undefined) throw invalidField(name);
  return chosen;
}

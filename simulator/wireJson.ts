/** A number that keeps its two decimals on the wire: Daraja sends `1.00`, JSON.stringify `1`. */
export class Decimal {
  constructor(readonly value: number) {}

  toString(): string {
    return this.value.toFixed(2);
  }
}

export type WireValue =
  | string
  | number
  | boolean
  | null
  | Decimal
  | readonly WireValue[]
  | { readonly [key: string]: WireValue | undefined };

/** Serialises a body as Daraja writes it: decimals keep their zeros, undefined keys go. */
export function wireJson(value: WireValue): string {
  if (value instanceof Decimal) return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(wireJson).join(',')}]`;
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${JSON.stringify(key)}:${wireJson(member)}`],
  );
  return `{${members.join(',')}}`;
}

// Array.isArray does not narrow a readonly array out of a union.
function isList(value: object): value is readonly WireValue[] {
  return Array.isArray(value);
}

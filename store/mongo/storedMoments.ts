/**
 * The domain counts milliseconds (`createdAtMs: 5`), the database keeps dates (`createdAt: …`). A
 * document's shape lists its moments by their stored names; nothing else is touched.
 */
export function toStoredMoments(
  value: object,
  moments: readonly string[],
): Record<string, unknown> {
  return mapEntries(value, (name, field) => {
    const stored = moments.find((moment) => `${moment}Ms` === name);
    if (stored === undefined) return [name, field];
    return [stored, typeof field === 'number' ? new Date(field) : field];
  });
}

/** What is not a date stays as it is, for the shape to refuse. */
export function fromStoredMoments(
  document: object,
  moments: readonly string[],
): Record<string, unknown> {
  return mapEntries(document, (name, field) => {
    if (!moments.includes(name)) return [name, field];
    return [`${name}Ms`, field instanceof Date ? field.getTime() : field];
  });
}

function mapEntries(
  value: object,
  map: (name: string, field: unknown) => [string, unknown],
): Record<string, unknown> {
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.map(([name, field]) => map(name, field)));
}

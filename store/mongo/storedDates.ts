/**
 * The domain counts milliseconds (`createdAtMs: 5`), the database keeps dates (`createdAt: …`).
 * These two functions translate a whole document by its names: a field called `at`, or ending in
 * `At`, is a moment.
 */
const MOMENT_MS = /^(at|.*At)Ms$/;
const MOMENT = /^(at|.*At)$/;

export function toStored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toStored);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const moment = MOMENT_MS.exec(name)?.[1];
      if (moment === undefined) return [name, toStored(field)];
      return [moment, typeof field === 'number' ? new Date(field) : null];
    }),
  );
}

export function fromStored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromStored);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (!MOMENT.test(name)) return [name, fromStored(field)];
      return [`${name}Ms`, field instanceof Date ? field.getTime() : null];
    }),
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && value.constructor === Object;
}

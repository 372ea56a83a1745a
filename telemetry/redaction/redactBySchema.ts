import { z } from 'zod';
import { Secret } from '../../domain/values/secret';
import { maskSensitive } from './maskSensitive';
import { defOf, markOf, wrappedBy } from './schemaShape';

const TEXT_MAX = 200;
const ITEMS_MAX = 50;
const DEPTH_MAX = 16;
/** A key that came from outside may itself hold a number or a token, so only names are shown. */
const KEY_NAME = /^[A-Za-z_][A-Za-z_ -]{0,40}$/;
const UNLISTED = '[unlisted]';

/**
 * A copy of `value` that is fit for a log, decided by its schema alone: marked fields are masked
 * by their kind, listed fields pass, keys that the schema does not list lose their value, and what
 * does not fit the schema shows only its size. Never throws and never changes `value`.
 */
export function redactBySchema(schema: z.core.$ZodType, value: unknown): unknown {
  return redact(schema, value, 0);
}

function redact(schema: z.core.$ZodType, value: unknown, depth: number): unknown {
  if (value === null || value === undefined) return value;
  if (value instanceof Secret) return '[secret]';
  if (depth > DEPTH_MAX) return '[too deep]';
  const mark = markOf(schema);
  if (mark) return maskSensitive(mark, value);
  const def = defOf(schema);
  switch (def.type) {
    case 'object':
      return redactObject(def.shape, value, depth);
    case 'array':
      return redactItems(value, depth, () => def.element);
    case 'tuple':
      return redactItems(value, depth, (index) => def.items[index] ?? def.rest);
    case 'record':
      return redactRecord(def, value, depth);
    case 'unknown':
    case 'any':
      return UNLISTED;
    default:
      return redactOther(schema, value, depth);
  }
}

/** Wrappers pass the question on to the schema within that the value fits; the rest are leaves. */
function redactOther(schema: z.core.$ZodType, value: unknown, depth: number): unknown {
  const inner = wrappedBy(schema);
  if (inner.length === 1 && inner[0]) return redact(inner[0], value, depth + 1);
  if (inner.length > 1) {
    const fitting = inner.find((option) => fits(option, value));
    return fitting ? redact(fitting, value, depth + 1) : unparsed(value);
  }
  return fits(schema, value) ? showLeaf(value) : unparsed(value);
}

function redactObject(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  value: unknown,
  depth: number,
): unknown {
  if (!isKeyed(value)) return unparsed(value);
  const entries = Object.entries(value).slice(0, ITEMS_MAX);
  return Object.fromEntries(
    entries.map(([key, field]) => {
      const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (schema) return [key, redact(schema, field, depth + 1)];
      return [KEY_NAME.test(key) ? key : '[unlisted key]', UNLISTED];
    }),
  );
}

function redactRecord(def: z.core.$ZodRecordDef, value: unknown, depth: number): unknown {
  if (!isKeyed(value)) return unparsed(value);
  const entries = Object.entries(value).slice(0, ITEMS_MAX);
  return Object.fromEntries(
    entries.map(([key, field]) => [
      String(redact(def.keyType, key, depth + 1)),
      redact(def.valueType, field, depth + 1),
    ]),
  );
}

/** Whether a value has keys of its own, as JSON's objects do and lists and bytes do not. */
function isKeyed(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function redactItems(
  value: unknown,
  depth: number,
  schemaAt: (index: number) => z.core.$ZodType | null | undefined,
): unknown {
  if (!Array.isArray(value)) return unparsed(value);
  const shown = value.slice(0, ITEMS_MAX).map((item: unknown, index) => {
    const schema = schemaAt(index);
    return schema ? redact(schema, item, depth + 1) : UNLISTED;
  });
  return value.length > ITEMS_MAX ? [...shown, `[${value.length - ITEMS_MAX} more]`] : shown;
}

function fits(schema: z.core.$ZodType, value: unknown): boolean {
  try {
    return z.safeParse(schema, value).success;
  } catch {
    // A check that is asynchronous or throws cannot vouch for the value, so it is not shown.
    return false;
  }
}

function showLeaf(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return typeof value === 'bigint' ? value.toString() : unparsed(value);
}

function unparsed(value: unknown): string {
  return `[unparsed ${sizeBytes(value)} bytes]`;
}

function sizeBytes(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return Buffer.byteLength(value);
  try {
    return Buffer.byteLength(JSON.stringify(value) ?? '');
  } catch {
    // Cycles and big integers have no JSON; their size matters less than that the log goes on.
    return 0;
  }
}

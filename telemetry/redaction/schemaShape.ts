import type { z } from 'zod';
import { sensitiveKindOf, type SensitiveKind } from './sensitive';

/** Zod's own closed union of schema kinds, which the type of a schema in general hides. */
export function defOf(schema: z.core.$ZodType): z.core.$ZodTypes['_zod']['def'] {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/**
 * The schemas of which this one is only a wrapper: what says the same about the same value. A pipe
 * gives both ends, because a log may hold the value from before it or from after it.
 */
export function wrappedBy(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'success':
    case 'promise':
      return [def.innerType];
    case 'lazy':
      return [def.getter()];
    case 'pipe':
      return [def.in, def.out].filter((end) => defOf(end).type !== 'transform');
    case 'union':
      return def.options;
    case 'intersection':
      return [def.left, def.right];
    default:
      return [];
  }
}

const LOOKED_THROUGH_MAX = 16;

/**
 * The mark that holds for a schema: its own, or one on anything it wraps. A mark on one option of
 * a union holds for all of it, since nobody can tell from a masked field which option was meant.
 */
export function markOf(schema: z.core.$ZodType, depth = 0): SensitiveKind | null {
  const own = sensitiveKindOf(schema);
  if (own || depth > LOOKED_THROUGH_MAX) return own;
  for (const inner of wrappedBy(schema)) {
    const mark = markOf(inner, depth + 1);
    if (mark) return mark;
  }
  return null;
}

import { z } from 'zod';
import type { FieldError } from '../../domain/values/fieldError';
import { err, ok, type Result } from '../../domain/values/result';
import { field } from './field';

export const MAX_PAGE = 100;
export const DEFAULT_PAGE = 20;

/** Where a field is read: all of a query is text, while a body has numbers and booleans. */
export type Place = 'query' | 'body';

/** One of the words of a list. */
export function oneOf<const W extends readonly [string, ...string[]]>(
  name: string,
  words: W,
  description: string,
): z.ZodType<W[number]> {
  return field<W[number]>(z.enum(words).meta({ description }), (value) =>
    words.includes(value as W[number])
      ? ok(value as W[number])
      : err({
          field: name,
          rule: `must be one of ${words.join(', ')}`,
          remedy: 'Give one of them, once.',
        }),
  );
}

/** A moment of ISO 8601 with its zone, brought to UTC. */
export function momentField(name: string, description: string): z.ZodType<string> {
  const shown = z.iso.datetime({ offset: true });
  return field<string>(
    shown.meta({ description, examples: ['2026-11-23T17:30:15.000Z'] }),
    (value) => {
      if (shown.safeParse(value).success) return ok(new Date(String(value)).toISOString());
      return err({
        field: name,
        rule: 'must be a moment in ISO 8601 with its zone, given once',
        remedy: 'Send it as in 2026-11-23T17:30:15Z; in a query, write the + of a zone as %2B.',
      });
    },
  );
}

/** True or false. */
export function flagField(name: string, place: Place, description: string): z.ZodType<boolean> {
  return field<boolean>(z.coerce.boolean().meta({ description }), (value) => {
    const flag = place === 'query' ? { true: true, false: false }[String(value)] : value;
    if (typeof flag === 'boolean' && !Array.isArray(value)) return ok(flag);
    return err({ field: name, rule: 'must be true or false', remedy: 'Give one of them, once.' });
  });
}

/** The fields by which pages of a list are asked for. */
// The map is the type: contracts derive theirs from it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function pageFields(place: Place) {
  return {
    limit: field<number>(
      z.coerce
        .number()
        .int()
        .min(1)
        .max(MAX_PAGE)
        .meta({
          description: `How many at most, 1 to ${MAX_PAGE}. ${DEFAULT_PAGE} where it is left out.`,
          examples: [DEFAULT_PAGE],
        }),
      (value) => readLimit(value, place),
    ).optional(),
    cursor: field<string>(
      z.string().meta({
        description:
          '`nextCursor` of the page before. It goes with the filters of that page: send the same.',
      }),
      (value) => (typeof value === 'string' ? ok(value) : err(CURSOR_REFUSED)),
    ).optional(),
  };
}

/** What is said of a cursor that was not made for this list. */
export const CURSOR_REFUSED: FieldError = {
  field: 'cursor',
  rule: 'must be the nextCursor of a page with the same filters',
  remedy: 'Send it as it came and with the same filters, or leave it out for the first page.',
};

function readLimit(value: unknown, place: Place): Result<number, FieldError> {
  const isText = typeof value === 'string' && /^\d{1,3}$/.test(value);
  const limit = place === 'query' && isText ? Number(value) : place === 'body' ? value : null;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= MAX_PAGE) {
    return ok(limit);
  }
  return err({
    field: 'limit',
    rule: `must be a whole number from 1 to ${MAX_PAGE}`,
    remedy: 'Ask for the next page by its cursor.',
  });
}

/** A page of a list as answers show it. */
// The map is the type: contracts derive theirs from it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function listSchema<Item extends z.ZodType>(item: Item, id: string, description: string) {
  return z
    .strictObject({
      object: z.literal('list'),
      data: z.array(item).meta({ description: 'Newest first.' }),
      nextCursor: z
        .string()
        .nullable()
        .meta({ description: 'Send it as `cursor` for the next page. Null on the last one.' }),
    })
    .meta({ id, description });
}

import { z } from 'zod';
import type { AuditActor } from '../../domain/audit/auditEntry';
import type { OperatorPrincipal } from '../../domain/merchant/principal';
import { hiddenCharacter } from '../../domain/values/hiddenCharacter';
import { ID_PATTERNS, isId, type IdKind, type IdOf } from '../../domain/values/ids';
import { NAME_RULE, parseName } from '../../domain/values/name';
import { err, ok } from '../../domain/values/result';
import { parseShortcode, type ShortcodeNumber } from '../../domain/values/shortcode';
import type { PageQuery } from '../../store/mongo/pageOf';
import { field } from '../contract/field';

const MAX_REASON_LENGTH = 500;
const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;
/** A key or a webhook's secret: an entry in the audit log is for good, and must hold none. */
const KEY = /\b(?:sk_live|sk_test|op|whsec)_[A-Za-z0-9+/=]{16,}/;

/** One line with something on it; the rule itself refuses more that no eye sees. */
// It is here to keep control characters out.
const VISIBLE =
  /^[^\u0000-\u001f\u007f-\u009f]*[^\u0000-\u0020\u007f-\u00a0][^\u0000-\u001f\u007f-\u009f]*$/;

interface Rule {
  readonly name: string;
  readonly rule: string;
  readonly remedy: string;
}

/** A field that its schema decides alone, with a refusal in words. */
export function ruled<S extends z.ZodType>(
  shown: S,
  { name, ...text }: Rule,
): z.ZodType<z.output<S>> {
  return field<z.output<S>>(shown, (value) => {
    const parsed = shown.safeParse(value);
    return parsed.success ? ok(parsed.data) : err({ field: name, ...text });
  });
}

/** Why something is changed; the audit log keeps it for good. */
export const reason = field<string>(
  z
    .string()
    .min(1)
    .max(MAX_REASON_LENGTH)
    .regex(VISIBLE)
    .meta({
      description:
        `Why, for the audit log: 1 to ${MAX_REASON_LENGTH} characters on one line, and no ` +
        'secret in it.',
      examples: ['Ticket 42: the shop opens.'],
    }),
  (value) => {
    const text = typeof value === 'string' ? value.trim() : '';
    const fits = text.length > 0 && text.length <= MAX_REASON_LENGTH;
    if (fits && hiddenCharacter(text) === null && !KEY.test(text)) return ok(text);
    return err({
      field: 'reason',
      rule: `must be 1 to ${MAX_REASON_LENGTH} characters on one line without a key in it`,
      remedy: 'Say why, in words that can still be understood in some years.',
    });
  },
);

/** The name of a merchant or an operator. */
export const personName = field<string>(
  z
    .string()
    .min(1)
    .max(100)
    .regex(VISIBLE)
    .meta({ description: 'The name: 1 to 100 visible characters.' }),
  (value) => {
    const name = parseName(value);
    if (name !== null) return ok(name);
    return err({ field: 'name', rule: NAME_RULE, remedy: 'Send the name as plain text.' });
  },
);

/** An id of ours. */
export function idField<K extends IdKind>(
  kind: K,
  name: string,
  description: string,
): z.ZodType<IdOf[K]> {
  const shown = z.string().regex(ID_PATTERNS[kind]).meta({ description });
  return field<IdOf[K]>(shown, (value) => {
    if (typeof value === 'string' && isId(kind, value)) return ok(value);
    return err({
      field: name,
      rule: `must be the id of: ${kind}`,
      remedy: 'List them to find it.',
    });
  });
}

/** The number of a paybill, or of a till's store. */
export const shortcodeNumber = (name: string, description: string): z.ZodType<ShortcodeNumber> =>
  field<ShortcodeNumber>(
    z
      .string()
      .regex(/^\d{5,7}$/)
      .meta({ description }),
    (value) => {
      const shortcode = typeof value === 'string' ? parseShortcode(value) : null;
      if (shortcode !== null) return ok(shortcode);
      const remedy = 'Send the digits in quotes, as in "174379".';
      return err({ field: name, rule: 'must be five to seven digits, as text', remedy });
    },
  );

/** How many of a list, since a query is text. */
const limit = field<number>(
  z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PAGE)
    .meta({ description: `How many, ${MAX_PAGE} at most; ${DEFAULT_PAGE} without it.` }),
  (text) => {
    const wanted = typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) : 0;
    if (wanted >= 1 && wanted <= MAX_PAGE) return ok(wanted);
    const remedy = 'Ask for the next page by `after`.';
    return err({ field: 'limit', rule: `must be a whole number from 1 to ${MAX_PAGE}`, remedy });
  },
);

const after = ruled(
  z
    .string()
    .regex(/^\w{1,64}$/)
    .meta({ description: 'The last id of the page before.' }),
  { name: 'after', rule: 'must be an id', remedy: 'Send the last id of the page before.' },
);

/** The query parameters of every list. */
export const pageQuery = { limit: limit.optional(), after: after.optional() };

/** A page as the store is asked for it. */
export function pageOfQuery(query: {
  limit?: number | undefined;
  after?: string | undefined;
}): PageQuery {
  return { limit: query.limit ?? DEFAULT_PAGE, after: query.after ?? null };
}

/** Who changes something, as the audit log names them. */
export function actorOf({ operatorId, keyId, name }: OperatorPrincipal): AuditActor {
  return { operatorId, keyId, name };
}

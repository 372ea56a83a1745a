import fc from 'fast-check';
import { z } from 'zod';
import { Secret } from '../../../domain/values/secret';
import { redactBySchema } from '../../../telemetry/redaction/redactBySchema';
import { sensitive } from '../../../telemetry/redaction/sensitive';
import '../propertySeed';

const PHONE = '254708374149';
const PLANTED = 'planted-value-91c2';
const CHECKOUT_ID = 'ws_CO_23112026203016412708374149';

const msisdn = sensitive(z.string(), 'msisdn');
const secret = sensitive(z.string(), 'secret');

describe('redactBySchema, given what the schema does not expect', () => {
  it('shows no value of an unlisted key, and no key that is not a name', () => {
    const shown = redactBySchema(z.object({ known: z.string() }), {
      known: 'yes',
      Extra: PLANTED,
      [PHONE]: PLANTED,
      __proto__x: { deep: PLANTED },
    });
    expect(shown).toEqual({
      known: 'yes',
      Extra: '[unlisted]',
      '[unlisted key]': '[unlisted]',
      __proto__x: '[unlisted]',
    });
  });

  it('treats a key named like a prototype as unlisted, and leaves prototypes alone', () => {
    const value: unknown = JSON.parse(
      `{"__proto__":{"a":"${PLANTED}"},"constructor":"${PLANTED}"}`,
    );
    const shown = redactBySchema(z.object({}), value);
    expect(JSON.stringify(shown)).not.toContain(PLANTED);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it.each<[string, z.ZodType, unknown]>([
    ['text for an object', z.object({ a: z.string() }), PLANTED],
    ['a list for an object', z.object({ a: z.string() }), [PLANTED]],
    ['an object for a list', z.array(z.string()), { a: PLANTED }],
    ['an object for text', z.string(), { a: PLANTED }],
    ['text for a number', z.number(), PLANTED],
    ['a word that is not in the list', z.enum(['a', 'b']), PLANTED],
    ['another literal', z.literal('a'), PLANTED],
    ['none of a union', z.union([z.number(), z.object({ a: z.string() })]), PLANTED],
    ['text that breaks its pattern', z.string().regex(/^\d+$/), PLANTED],
    ['no discriminator', z.discriminatedUnion('k', [z.object({ k: z.literal('a') })]), PLANTED],
    ['a check that cannot be run', z.string().refine(() => Promise.resolve(true)), PLANTED],
  ])('shows only the size of %s', (_name, schema, value) => {
    expect(redactBySchema(schema, value)).toMatch(/^\[unparsed \d+ bytes\]$/);
  });

  it('counts bytes and not characters', () => {
    expect(redactBySchema(z.number(), 'éé')).toBe('[unparsed 4 bytes]');
    expect(redactBySchema(z.object({}), Buffer.alloc(64))).toBe('[unparsed 64 bytes]');
  });

  it('says nothing of what a schema leaves unknown', () => {
    const schema = z.object({ a: z.unknown(), b: z.any(), c: z.array(z.unknown()) });
    const shown = redactBySchema(schema, { a: PLANTED, b: { d: PLANTED }, c: [PLANTED] });
    expect(shown).toEqual({ a: '[unlisted]', b: '[unlisted]', c: ['[unlisted]'] });
  });

  it('ends for values without end', () => {
    const knot: Record<string, unknown> = {};
    knot['next'] = knot;
    const schema: z.ZodType = z.object({ next: z.lazy(() => schema) });
    expect(JSON.stringify(redactBySchema(schema, knot))).toContain('[too deep]');
    expect(redactBySchema(z.string(), knot)).toBe('[unparsed 0 bytes]');
  });

  // Guarantees that no value reaches a log but through a field that the schema lists (M15).
  it('never shows a planted value that no listed field holds', () => {
    const schema = z.object({ a: z.number(), b: z.array(z.object({ c: secret })), d: msisdn });
    const planted = fc.anything({ values: [fc.constant(PLANTED)], withNullPrototype: true });
    fc.assert(
      fc.property(planted, planted, planted, (a, c, d) => {
        const shown = redactBySchema(schema, { a, b: [{ c }, c], d, [PLANTED]: a });
        expect(JSON.stringify(shown)).not.toContain(PLANTED);
      }),
    );
  });
});

describe('redactBySchema, given what it expects', () => {
  it.each([
    ['msisdn', PHONE, '2547****149'],
    ['msisdn', '0708374149', '2547****149'],
    ['msisdn', 254708374149, '2547****149'],
    ['msisdn', '2547 ***** 126', '[msisdn]'],
    ['secret', PLANTED, '[secret]'],
    ['personal', 'Jane Doe', '[personal]'],
    ['checkout_request_id', CHECKOUT_ID, 'ws_CO_23112026203016412*********'],
    ['checkout_request_id', '708374149', '[checkout_request_id]'],
    [
      'url_with_token',
      `https://pay.example.test/cb/${PLANTED}`,
      'https://pay.example.test/[secret]',
    ],
    [
      'url_with_token',
      `https://user:${PLANTED}@pay.example.test`,
      'https://pay.example.test/[secret]',
    ],
    ['url_with_token', PLANTED, '[url]'],
    ['url_with_token', `data:${PLANTED}`, '[url]'],
    ['secret', { deep: PLANTED }, '[secret]'],
    ['msisdn', [PHONE], '[msisdn]'],
    ['secret', null, null],
  ] as const)('masks %s %p', (kind, value, shown) => {
    const schema = sensitive(z.unknown(), kind);
    expect(redactBySchema(schema, value)).toEqual(shown);
  });

  it.each<[string, z.ZodType]>([
    ['optional', secret.optional()],
    ['nullable', secret.nullable()],
    ['defaulted', secret.default('x')],
    ['with a fallback', secret.catch('x')],
    ['read-only', secret.readonly()],
    ['checked after the mark', secret.min(1).max(99)],
    ['transformed', secret.transform((text) => text.length)],
    ['preprocessed', z.preprocess((value) => value, secret)],
    ['piped', z.string().pipe(secret)],
    ['lazy', z.lazy(() => secret)],
    ['marked outside the wrapper', sensitive(z.string().optional(), 'secret')],
    ['one option of a union', z.union([z.number(), z.string(), secret])],
    ['branded', secret.brand('Key')],
  ])('keeps the mark of a field that is %s', (_name, field) => {
    const shown = redactBySchema(z.object({ field }), { field: PLANTED });
    expect(shown).toEqual({ field: '[secret]' });
  });

  it('finds marks in lists, tuples, records, unions and intersections', () => {
    const schema = z.object({
      list: z.array(msisdn),
      pair: z.tuple([z.string(), msisdn]),
      byName: z.record(z.string(), msisdn),
      byPhone: z.record(msisdn, z.number()),
      either: z.union([z.object({ kind: z.literal('a'), phone: msisdn }), z.string()]),
      both: z.intersection(z.object({ phone: msisdn }), z.object({ phone: z.string() })),
    });
    const shown = redactBySchema(schema, {
      list: [PHONE],
      pair: ['x', PHONE],
      byName: { jane: PHONE },
      byPhone: { [PHONE]: 1 },
      either: { kind: 'a', phone: PHONE },
      both: { phone: PHONE },
    });
    const masked = '2547****149';
    expect(shown).toEqual({
      list: [masked],
      pair: ['x', masked],
      byName: { jane: masked },
      byPhone: { [masked]: 1 },
      either: { kind: 'a', phone: masked },
      both: { phone: masked },
    });
  });

  it('passes what is listed and unmarked, and cuts it at its bounds', () => {
    const schema = z.object({
      text: z.string(),
      count: z.number(),
      flag: z.boolean(),
      when: z.date(),
      list: z.array(z.number()),
      none: z.null(),
    });
    const shown = redactBySchema(schema, {
      text: 'x'.repeat(500),
      count: 3,
      flag: true,
      when: new Date(0),
      list: Array.from({ length: 60 }, (_, index) => index),
      none: null,
    });
    expect(shown).toMatchObject({ count: 3, flag: true, when: '1970-01-01T00:00:00.000Z' });
    expect(shown).toMatchObject({ text: `${'x'.repeat(200)}…`, none: null });
    expect(shown).toHaveProperty('list.50', '[10 more]');
  });

  it('shows a Secret as such, even where the schema forgot the mark', () => {
    const schema = z.object({ key: z.instanceof(Secret) });
    expect(redactBySchema(schema, { key: new Secret(PLANTED) })).toEqual({ key: '[secret]' });
  });

  it('leaves the value as it was', () => {
    const value = { phone: PHONE };
    redactBySchema(z.object({ phone: msisdn }), value);
    expect(value).toEqual({ phone: PHONE });
  });
});

import { publicDocument } from '../../api/public/app';
import type { OpenApiDocument } from '../../api/contract/openapi/document';
import { breakingChanges } from '../../dev/contract/breakingChanges';
import { contract } from '../../dev/contract/run';

const before = publicDocument();
const CREATE = 'POST /v1/payments';
const GET = 'GET /v1/payments/{paymentId}';

type Loose = Record<string, never> & { [key: string]: Loose };

/** The document after one change, made in a copy. */
function changed(change: (document: Loose) => void): OpenApiDocument {
  const copy = structuredClone(before) as unknown as Loose;
  change(copy);
  return copy as unknown as OpenApiDocument;
}

const post = (document: Loose) => at(document, 'paths', '/v1/payments', 'post');
const get = (document: Loose) => at(document, 'paths', '/v1/payments/{paymentId}', 'get');
const schema = (document: Loose, name: string) => at(document, 'components', 'schemas', name);
const field = (document: Loose, name: string, key: string) =>
  at(schema(document, name), 'properties', key);

function at(value: Loose, ...keys: readonly string[]): Loose {
  return keys.reduce<Loose>((inner, key) => {
    const next = inner[key];
    if (next === undefined) throw new Error(`There is no ${key}.`);
    return next;
  }, value);
}

function put(value: Loose, key: string, put: unknown): void {
  Object.assign(value, { [key]: put });
}

type Case = readonly [what: string, change: (document: Loose) => void, said: readonly string[]];

const BREAKING: readonly Case[] = [
  [
    'an operation that is gone',
    (d) => delete at(d, 'paths', '/v1/payments')['post'],
    [`${CREATE}: the operation is gone.`],
  ],
  [
    'another role',
    (d) => put(post(d), 'security', [{ apiKey: ['refund'] }]),
    [`${CREATE}: it needs the role refund now.`],
  ],
  [
    'a header that is required now',
    (d) =>
      (post(d)['parameters'] as unknown as unknown[]).push({
        name: 'Signature',
        in: 'header',
        required: true,
        schema: {},
      }),
    [`${CREATE}: the header parameter Signature is required now.`],
  ],
  [
    'a query parameter that is gone',
    (d) => (get(d)['parameters'] as unknown as unknown[]).pop(),
    [`${GET}: the query parameter waitSeconds is gone.`],
  ],
  [
    'a narrower query parameter',
    (d) => put(at(get(d), 'parameters', '1', 'schema'), 'maximum', 30),
    [`${GET}: the query parameter waitSeconds has narrower limits now.`],
  ],
  [
    'a request field that is required now',
    (d) => put(schema(d, 'CreatePayment'), 'required', ['amountKes', 'phone', 'reference', 'x']),
    [`${CREATE}: x of the body is required now.`],
  ],
  [
    'a request field that is gone',
    (d) => delete at(schema(d, 'CreatePayment'), 'properties')['description'],
    [`${CREATE}: description of the body is gone.`],
  ],
  [
    'a request field of another type',
    (d) => put(field(d, 'CreatePayment', 'amountKes'), 'type', 'string'),
    [`${CREATE}: amountKes of the body does not take integer now.`],
  ],
  [
    'a request field with fewer values',
    (d) => put(field(d, 'CreatePayment', 'reference'), 'enum', ['A']),
    [`${CREATE}: reference of the body takes only certain values now.`],
  ],
  [
    'a request field with another pattern',
    (d) => put(field(d, 'CreatePayment', 'shortcode'), 'pattern', '^\\d{6}$'),
    [`${CREATE}: shortcode of the body has another pattern.`],
  ],
  [
    'a shorter request field',
    (d) => put(field(d, 'CreatePayment', 'reference'), 'maxLength', 10),
    [`${CREATE}: reference of the body has narrower limits now.`],
  ],
  [
    'a status that is gone',
    (d) => delete at(post(d), 'responses')['422'],
    [`${CREATE}: the status 422 is gone.`],
  ],
  [
    'an error code that is gone',
    (d) => (at(post(d), 'responses', '409')['x-errors'] as unknown as unknown[]).pop(),
    [`${CREATE}: the error reference_open is gone from 409.`],
  ],
  [
    'a header of an answer that is gone',
    (d) => delete at(post(d), 'responses', '202', 'headers')['Location'],
    [`${CREATE}: the header Location is gone from 202.`],
  ],
  [
    'another media type',
    (d) => put(at(get(d), 'responses', '200'), 'content', { 'text/csv': { schema: {} } }),
    [`${GET}: the answer 200 is not application/json now.`],
  ],
];

// Each is said of every answer that carries a payment, alone or in a list.
const BREAKING_ANSWERS: readonly Case[] = [
  [
    'a field that is gone',
    (d) => delete at(schema(d, 'Payment'), 'properties')['receipt'],
    ['receipt of the answer is gone.'],
  ],
  [
    'a field that can be absent',
    (d) => {
      const required = schema(d, 'Payment')['required'] as unknown as string[];
      put(
        schema(d, 'Payment'),
        'required',
        required.filter((name) => name !== 'state'),
      );
    },
    ['state of the answer can be absent now.'],
  ],
  [
    'a new value of a closed enumeration',
    (d) => (field(d, 'Payment', 'state')['enum'] as unknown as unknown[]).push('refunded'),
    ['state of the answer can be "refunded" now.'],
  ],
  [
    'an enumeration that is open now',
    (d) => delete field(d, 'Payment', 'state')['enum'],
    ['state of the answer can have any value now.'],
  ],
  [
    'a field that can be null',
    (d) => put(field(d, 'Payment', 'reference'), 'type', ['string', 'null']),
    ['reference of the answer can be null now.'],
  ],
  [
    'another type deep inside',
    (d) => put(at(field(d, 'Payment', 'timeline'), 'items', 'properties', 'at'), 'type', 'integer'),
    ['at of an item of timeline of the answer can be integer now.'],
  ],
  [
    'a field that is gone from an object that may be null',
    (d) => delete at(field(d, 'Payment', 'failure'), 'anyOf', '0', 'properties')['message'],
    ['message of failure of the answer is gone.'],
  ],
  [
    'another format',
    (d) => put(field(d, 'Payment', 'createdAt'), 'format', 'date'),
    ['createdAt of the answer has another format.'],
  ],
];

const HARMLESS: readonly (readonly [string, (document: Loose) => void])[] = [
  ['no change', () => undefined],
  ['other words', (d) => put(post(d), 'summary', 'Another summary')],
  ['a new operation', (d) => put(at(d, 'paths'), '/v1/refunds', { post: post(d) })],
  ['a new field of an answer', (d) => put(at(schema(d, 'Payment'), 'properties'), 'x', {})],
  [
    'a new optional field of a request',
    (d) => put(at(schema(d, 'CreatePayment'), 'properties'), 'x', {}),
  ],
  ['a wider limit', (d) => put(field(d, 'CreatePayment', 'amountKes'), 'maximum', 500_000)],
  ['a role that is needed no more', (d) => put(post(d), 'security', [])],
  ['an optional header', (d) => delete at(post(d), 'parameters', '0')['required']],
  [
    'a request field that may be null',
    (d) => put(field(d, 'CreatePayment', 'phone'), 'type', ['string', 'null']),
  ],
  [
    'a value of an enumeration that may grow',
    (d) => (field(d, 'Problem', 'code')['x-extensible-enum'] as unknown as unknown[]).push('new'),
  ],
  [
    'a new error code',
    (d) =>
      (at(post(d), 'responses', '409')['x-errors'] as unknown as unknown[]).push({ code: 'new' }),
  ],
];

// Guarantees that nothing is taken away from merchants' programs unseen.
it.each(BREAKING)('reports %s', (_what, change, said) => {
  expect(breakingChanges(before, changed(change))).toEqual(said);
});

it.each(BREAKING_ANSWERS)('reports %s in each answer that carries it', (_what, change, said) => {
  const carriers = [
    [CREATE, 'the answer 200'],
    [CREATE, 'the answer 202'],
    ['GET /v1/payments', 'an item of data of the answer 200'],
    ['POST /v1/payments/search', 'an item of data of the answer 200'],
    [GET, 'the answer 200'],
    ['POST /v1/payments/{paymentId}/cancel', 'the answer 200'],
  ] as const;
  expect(breakingChanges(before, changed(change))).toEqual(
    carriers.flatMap(([name, place]) =>
      said.map((text) => `${name}: ${text.replace('the answer', place)}`),
    ),
  );
});

// Guarantees that growth needs nobody's leave.
it.each(HARMLESS)('passes %s', (_what, change) => {
  expect(breakingChanges(before, changed(change))).toEqual([]);
});

describe('npm run contract', () => {
  const text = (document: OpenApiDocument) => `${JSON.stringify(document, null, 2)}\n`;
  const current = changed((d) => delete at(d, 'paths')['/v1/docs']);

  function run(args: readonly string[], copies: { published?: string; committed?: string }) {
    const lines: string[] = [];
    const written: string[] = [];
    const code = contract(args, {
      current,
      published: copies.published ?? null,
      committed: copies.committed ?? null,
      publish: (document) => written.push(document),
      say: (line) => lines.push(line),
    });
    return { code, lines, written };
  }

  it('fails on what breaks the published copy, and says how to proceed', () => {
    const { code, lines } = run([], { published: text(before) });
    expect(code).toBe(1);
    expect(lines[0]).toBe('GET /v1/docs: the operation is gone.');
    expect(lines.join(' ')).toContain('npm run contract -- --publish');
  });

  it('fails on what breaks the last commit alone', () => {
    const published = text(changed((d) => put(d, 'paths', {})));
    expect(run([], { published, committed: text(before) }).code).toBe(1);
    expect(run([], { published }).code).toBe(0);
  });

  it('passes a breaking document once it is published', () => {
    const { code, written } = run(['--publish'], {});
    expect(code).toBe(0);
    expect(written).toEqual([text(current)]);
    expect(run([], { published: text(current), committed: text(before) }).code).toBe(0);
  });

  it('fails without a published copy, and on an argument that it does not know', () => {
    expect(run([], {}).code).toBe(1);
    expect(run(['--publsh'], { published: text(current) }).code).toBe(2);
  });
});

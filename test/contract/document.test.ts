import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { publicDocument } from '../../api/public/app';
import { defineContract, type Answer } from '../../api/contract/contract';
import { errorsOf } from '../../api/contract/errors';
import { operation } from '../../api/contract/operation';
import { OPERATIONS } from '../../api/public/operations';
import { createPaymentBody } from '../../api/public/payments/create/contract';
import { presentPayment, type PresentedPayment } from '../../api/public/payments/presentPayment';
import { paymentSchema } from '../../api/public/payments/paymentSchema';
import { rootDir } from '../../dev/places';
import { SamplePayment } from '../../dev/generate/samplePayment';
import { redactBySchema } from '../../telemetry/redaction/redactBySchema';
import { faultsOf, PublishedSchemas } from './openApiSchemas';

const document = publicDocument();
const schemas = new PublishedSchemas(document);

const operations = OPERATIONS.map(({ contract }) => [contract.operationId, contract] as const);

/** Every description of a body in the document: its place and its examples. */
const bodies = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { requestBody, responses }]) => {
    const place = ['paths', path, method];
    const contents = [
      { place: [...place, 'requestBody'], content: requestBody?.content ?? {} },
      ...Object.entries(responses).map(([status, { content }]) => ({
        place: [...place, 'responses', status],
        content,
      })),
    ];
    return contents.flatMap(({ place: where, content }) =>
      Object.entries(content).map(
        ([type, media]) => [[...where, 'content', type].join(' '), where, type, media] as const,
      ),
    );
  }),
);

// Guarantees that the tools of merchants can read the document.
describe('the OpenAPI document', () => {
  it('fits the published schema of OpenAPI 3.1', () => {
    expect(faultsOf(document)).toEqual([]);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('is refused by that schema when a part is missing', () => {
    expect(faultsOf({ ...document, info: { title: 'Without a version' } })).not.toEqual([]);
  });

  it.each(bodies)('has a schema that its examples fit at %s', (_name, where, type, media) => {
    const validate = schemas.at(...where, 'content', type, 'schema');
    for (const { value } of Object.values(media.examples ?? {})) {
      expect([validate(value), validate.errors]).toEqual([true, null]);
    }
  });

  it('names no mark and no name of our own code', () => {
    expect(JSON.stringify(document)).not.toMatch(/sensitive|msisdn|extensible":|\$defs/);
  });

  it('makes the same text twice', () => {
    expect(JSON.stringify(publicDocument())).toBe(JSON.stringify(document));
  });
});

describe.each(operations)('%s', (operationId, contract) => {
  const described = document.paths[contract.path]?.[contract.method];

  // Guarantees that nothing that a caller can meet is left out of the reference.
  it('is in the document with its role, all its answers and all its errors', () => {
    expect(described?.operationId).toBe(operationId);
    expect(described?.security).toEqual(contract.role ? [{ apiKey: [contract.role] }] : []);
    const listed = Object.values(described?.responses ?? {}).flatMap(
      (response) => response['x-errors'] ?? [],
    );
    expect(listed.map(({ code }) => code).sort()).toEqual(Object.keys(errorsOf(contract)).sort());
    for (const status of Object.keys(contract.answers)) {
      expect(described?.responses[status]?.description).toBeTruthy();
    }
  });

  it('describes every parameter and every field of its body', () => {
    for (const { description } of described?.parameters ?? []) expect(description).toBeTruthy();
    const fields = Object.values(contract.body?.shape ?? {}) as z.ZodType[];
    for (const field of fields) expect(schemaOf(field).description).toBeTruthy();
  });

  it('refuses a field, a query parameter and a path parameter that it does not know', () => {
    for (const part of [contract.body, contract.query, contract.params, contract.headers]) {
      if (part === undefined) continue;
      const codes = part.safeParse({ stranger: 1 }).error?.issues.map(({ code }) => code);
      expect(codes).toContain('unrecognized_keys');
    }
  });
});

function schemaOf(field: z.ZodType) {
  return z.toJSONSchema(field, { io: 'input' });
}

// Guarantees that a program which follows the document is never refused for it, and the reverse.
describe('what the document says of a create and what the API takes', () => {
  const published = schemas.at('components', 'schemas', 'CreatePayment');
  const odd = fc.oneof(fc.string(), fc.double(), fc.constantFrom(null, true, '', ' ', 0, [], {}));
  const mostly = (good: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: odd });
  const body = fc.record(
    {
      amountKes: mostly(fc.integer({ min: -1_000, max: 260_000 })),
      phone: mostly(fc.constantFrom('0708374149', '+254 708 374 149', '254708374149')),
      reference: mostly(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,12}$/)),
      description: mostly(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,13}$/)),
      shortcode: mostly(fc.stringMatching(/^\d{4,8}$/)),
    },
    { requiredKeys: ['amountKes', 'phone', 'reference'] },
  );

  it('agree: whatever the API takes fits the document', () => {
    let taken = 0;
    fc.assert(
      fc.property(body, (candidate) => {
        if (!createPaymentBody.safeParse(candidate).success) return;
        taken += 1;
        expect(published(candidate)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it.each([
    ['an amount of zero', { amountKes: 0 }],
    ['an amount above the limit', { amountKes: 250_001 }],
    ['an amount as text', { amountKes: '100' }],
    ['a fraction', { amountKes: 1.5 }],
    ['a null phone', { phone: null }],
    ['a long reference', { reference: 'x'.repeat(13) }],
    ['an empty description', { description: '' }],
    ['a short shortcode', { shortcode: '1234' }],
    ['an unknown field', { state: 'succeeded' }],
  ])('agree on refusing %s', (_what, change) => {
    const candidate = { amountKes: 1, phone: '0708374149', reference: 'A', ...change };
    expect(createPaymentBody.safeParse(candidate).success).toBe(false);
    expect(published(candidate)).toBe(false);
  });

  // Guarantees that the one schema also keeps numbers out of logs, whatever a caller sends.
  it.each(['0708374149', '+254708374149', 254708374149, ['0708374149'], { is: '0708374149' }])(
    'mask the phone %j in logs',
    (phone) => {
      const shown = redactBySchema(createPaymentBody, { amountKes: 1, phone, reference: 'A' });
      expect(JSON.stringify(shown)).not.toContain('08374149');
      expect(shown).toMatchObject({ amountKes: 1, reference: 'A' });
    },
  );
});

// Guarantees that every payment, in any state, can be shown: an answer outside its contract is 500.
describe('a presented payment', () => {
  const prompted = () => new SamplePayment().push('accepted').wait(16);
  const published = schemas.at('components', 'schemas', 'Payment');

  it.each([
    ['created', () => new SamplePayment()],
    ['prompted', prompted],
    ['unresolved', () => new SamplePayment().push('unknown')],
    ['paid', () => prompted().callback('0', { amountKes: 150 }).query('0')],
    ['failed', () => prompted().callback('1032').query('1032')],
    ['contradicted', () => prompted().callback('0', { amountKes: 15 })],
  ])('fits its schema when it is %s', (_state, make) => {
    const shown = presentPayment(make().payment);
    expect(paymentSchema.parse(shown)).toEqual(shown);
    expect([published(shown), published.errors]).toEqual([true, null]);
  });

  it.each([
    ['a field too many', { phoneHash: 'x' }],
    ['a state that there is not', { state: 'refunded' }],
    ['no reference', { reference: undefined }],
  ])('does not fit with %s', (_what, change) => {
    const shown = { ...presentPayment(new SamplePayment().payment), ...change };
    expect(paymentSchema.safeParse(shown).success).toBe(false);
  });
});

// Guarantees that the compiler holds a handler to its contract. `npm run check` reads the marks.
describe('the type of a handler', () => {
  const contract = defineContract({
    operationId: 'sample',
    method: 'get',
    path: '/v1/sample',
    tag: 'Payments',
    summary: 'A sample',
    description: 'A sample.',
    role: null,
    answers: { 200: { description: 'The payment.', schema: paymentSchema } },
    errors: { not_found: 'Always.' },
  });
  const detail = { publicMessage: 'No.' };

  it('takes the listed errors only', () => {
    expect(contract.refuse('not_found', detail).code).toBe('not_found');
    // @ts-expect-error The contract does not list this code.
    expect(contract.refuse('reference_open', detail).code).toBe('reference_open');
  });

  it('takes the listed answers only', () => {
    const body = {} as PresentedPayment;
    const listed: Answer<typeof contract> = { status: 200, body };
    // @ts-expect-error The contract does not list this status.
    const unlisted: Answer<typeof contract> = { status: 201, body };
    // @ts-expect-error This is not a payment.
    const other: Answer<typeof contract> = { status: 200, body: { id: 1 } };
    expect([listed.status, unlisted.status, other.status]).toEqual([200, 201, 200]);
    // @ts-expect-error Nobody calls an operation that needs no key.
    operation(contract)(() => async ({ principal }) => ({ status: 200, body: principal.keyId }));
  });

  it('is not gone round: only contracts make errors of their own', () => {
    const folder = join(rootDir, 'api', 'public');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const makers = files.filter(
      (file) =>
        file.endsWith('.ts') && readFileSync(join(folder, file), 'utf8').includes('new AppError('),
    );
    expect(makers.filter((file) => !file.endsWith('contract.ts'))).toEqual([]);
  });
});

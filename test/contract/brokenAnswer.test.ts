import { z } from 'zod';
import { defineContract } from '../../api/contract/contract';
import { mountOperations, operation } from '../../api/contract/operation';
import type { OperationDependencies } from '../../api/contract/operation';
import { hardenedApp } from '../../api/http/hardenedApp';
import { listen, type Listener } from '../../api/http/listen';
import { errorHandler } from '../../api/http/middleware/errorHandler';
import { memoryLog } from '../kit/memoryLog';

/*
 * An answer that breaks its contract is a fault of ours, which the compiler cannot see where a
 * value came from elsewhere. It must not leave: it could show what nobody may see.
 */
const { log, lines } = memoryLog();
let listener: Listener;

const contract = defineContract({
  operationId: 'getSample',
  method: 'get',
  path: '/v1/sample/{name}',
  tag: 'Payments',
  summary: 'A sample',
  description: 'A sample.',
  role: null,
  params: z.strictObject({ name: z.string().max(20) }),
  answers: {
    200: { description: 'A sample.', schema: z.strictObject({ shown: z.string() }) },
  },
  errors: {},
});

const BODIES: Readonly<Record<string, unknown>> = {
  right: { shown: 'yes' },
  extra: { shown: 'yes', secret: 'not-for-callers' },
  wrong: { shown: 1 },
  missing: {},
};

beforeAll(async () => {
  const sample = operation(contract)(() => async ({ params }) => {
    const body = BODIES[params.name] as { shown: string };
    return { status: params.name === 'unlisted' ? (201 as 200) : 200, body };
  });
  const app = hardenedApp([]);
  mountOperations(app, [sample], {} as OperationDependencies, () => undefined);
  app.use(errorHandler(log));
  listener = await listen(app, { host: '127.0.0.1', port: 0, requestTimeoutMs: 10_000, log });
});
afterAll(() => listener.close());

const ask = (name: string) => fetch(`http://127.0.0.1:${listener.port}/v1/sample/${name}`);

it('sends an answer that fits', async () => {
  const answer = await ask('right');
  expect([answer.status, await answer.json()]).toEqual([200, { shown: 'yes' }]);
});

it.each([
  ['a field too many', 'extra', 'unrecognized_keys'],
  ['a field of another type', 'wrong', 'shown invalid_type'],
  ['a field too few', 'missing', 'shown invalid_type'],
  ['a status that it does not list', 'unlisted', 'unknown status'],
])('answers 500 and logs the place for %s', async (_what, name, place) => {
  const answer = await ask(name);
  const text = await answer.text();
  expect(answer.status).toBe(500);
  expect(JSON.parse(text)).toMatchObject({ code: 'internal', retry: 'unknown' });
  expect(text).not.toMatch(/not-for-callers|getSample/);
  expect(lines.at(-1)).toContain(`breaks its contract: `);
  expect(lines.at(-1)).toContain(place);
  expect(lines.join('\n')).not.toContain('not-for-callers');
});

it('names a parameter without words of its own for its rule', async () => {
  const answer = await ask('x'.repeat(21));
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'invalid_request', field: 'name' });
});

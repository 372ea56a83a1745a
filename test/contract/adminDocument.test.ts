import { z } from 'zod';
import { adminDocument } from '../../api/admin/app';
import { ADMIN_OPERATIONS } from '../../api/admin/operations';
import { errorsOf } from '../../api/contract/errors';
import { faultsOf, PublishedSchemas } from './openApiSchemas';

const document = adminDocument();
const schemas = new PublishedSchemas(document);
const operations = ADMIN_OPERATIONS.map(
  ({ contract }) => [contract.operationId, contract] as const,
);

it('fits the published schema of OpenAPI 3.1, and names nothing of our own code', () => {
  expect(faultsOf(document)).toEqual([]);
  expect(JSON.stringify(document)).not.toMatch(/"sensitive"|extensible":|\$defs/);
});

describe.each(operations)('%s', (operationId, contract) => {
  const described = document.paths[contract.path]?.[contract.method];

  it('is in the document with its role, its answers and its errors', () => {
    expect(described).toMatchObject({ operationId, security: [{ apiKey: [contract.role] }] });
    const responses = Object.values(described?.responses ?? {});
    const codes = responses.flatMap((one) => one['x-errors'] ?? []).map(({ code }) => code);
    expect(codes.sort()).toEqual(Object.keys(errorsOf(contract)).sort());
  });

  it('has admins change settings, support help with payments, and finance decide them', () => {
    const isHelp = /\/payments\/(?:search|\{paymentId\}\/(?:ask|receipt))$|\/resend$/.test(
      contract.path,
    );
    const others = contract.method === 'get' ? 'viewer' : 'admin';
    const isDecision = contract.path.endsWith('/decide');
    const role = isHelp ? 'support' : isDecision ? 'finance' : others;
    expect(contract.role).toBe(role);
  });

  it('describes every parameter and every field, with an example that fits', () => {
    for (const { description } of described?.parameters ?? []) expect(description).toBeTruthy();
    const fields = Object.values(contract.body?.shape ?? {}) as z.ZodType[];
    const texts = fields.map((field) => z.toJSONSchema(field, { io: 'input' }).description);
    expect(texts.filter((text) => !text)).toEqual([]);
    if (contract.body === undefined) return;
    const name = contract.body.meta()?.id ?? '';
    const validate = schemas.at('components', 'schemas', name);
    const [example] = contract.body.meta()?.examples as unknown[];
    expect([validate(example), validate.errors]).toEqual([true, null]);
    expect(contract.body.safeParse(example).success).toBe(true);
  });
});

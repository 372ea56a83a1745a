import { adminDocument } from '../../../api/admin/app';
import { ADMIN_OPERATIONS } from '../../../api/admin/operations';
import type { ContractShape } from '../../../api/contract/contract';
import { errorsOf } from '../../../api/contract/errors';
import { isErrorCode } from '../../../api/http/errors';
import { publicDocument } from '../../../api/public/app';
import { OPERATIONS } from '../../../api/public/operations';
import { OPERATOR_ROLES } from '../../../domain/operator/operatorRole';
import { openDigester, type Digester } from '../../kit/digest';
import { addOperator } from '../../kit/operators';
import { forEach, sendRaw, type RawAnswer, type RawRequest } from '../../kit/rawRequest';
import { askFor, call, reaches } from '../../kit/shop';
import { startSystem, type TestSystem } from '../../kit/system';
import { until } from '../../kit/until';
import { PublishedSchemas } from '../openApiSchemas';
import { badRequests, type BadRequest, type Target } from './requests';

const schemas = {
  public: new PublishedSchemas(publicDocument()),
  admin: new PublishedSchemas(adminDocument()),
};
const isProblem = schemas.public.at('components', 'schemas', 'Problem');

const operations = [...OPERATIONS, ...ADMIN_OPERATIONS].map(({ contract }) => contract);
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

let system: TestSystem;
let digester: Digester;
let operatorKey: string;
const ids: Record<string, string> = { shortcode: '174379' };

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  operatorKey = (await addOperator(system.store, ...OPERATOR_ROLES)).key;
  const other = await addOperator(system.store, 'viewer');
  const paymentId = (await askFor(system)).id;
  await reaches(system, paymentId, 'succeeded');
  const eventId = await until('the event to be delivered', async () => {
    const path = `/v1/events?paymentId=${paymentId}&status=delivered`;
    const { body } = await call<{ data: { id: string }[] }>(system, 'GET', path);
    return body.data[0]?.id;
  });
  const { merchantId } = system.merchant;
  Object.assign(ids, { paymentId, eventId, merchantId });
  Object.assign(ids, { operatorId: other.operatorId, keyId: other.keyId });
  digester = await openDigester(system);
}, 180_000);
afterAll(async () => {
  await digester.close();
  await system.stop();
});

const isAdmin = ({ path }: ContractShape) => path.startsWith('/admin');

function targetOf(contract: ContractShape): Target {
  const key = isAdmin(contract) ? operatorKey : system.merchant.apiKey;
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'bad-input' };
  return { contract, ids, headers: contract.role === null ? {} : headers };
}

const send = (contract: ContractShape, raw: RawRequest): Promise<RawAnswer> =>
  sendRaw(isAdmin(contract) ? system.urls.operations : system.urls.api, raw);

/** How many prompts the simulated Safaricom was ever asked for. */
async function prompts(): Promise<number> {
  const { prompts } = await system.simulator.control<{ prompts: unknown[] }>(
    'GET',
    '/prompts?all=true',
  );
  return prompts.length;
}

/** Whether what was changed is right by chance: `constructor` is a fine description. */
function fits(contract: ContractShape, { changed }: BadRequest): boolean {
  if (changed === undefined) return false;
  return contract[changed.part]?.safeParse(changed.value).success === true;
}

/** Whether the published document agrees that it is right. */
function isPublishedToFit(contract: ContractShape, { changed }: BadRequest): boolean {
  if (changed?.part !== 'body') return true;
  const { admin, public: merchants } = schemas;
  const name = contract.body?.meta()?.id ?? '';
  return (isAdmin(contract) ? admin : merchants).at('components', 'schemas', name)(changed.value);
}

/** What is wrong with the answer to a bad request; null where it is a right refusal. */
function faultOf(contract: ContractShape, { field }: BadRequest, answer: RawAnswer) {
  const { status, headers, text } = answer;
  if (status < 400 || status > 499) return 'does not refuse';
  if (!String(headers['content-type']).startsWith('application/problem+json'))
    return 'is of no problem type';
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const { code } = body;
  if (!isProblem(body) || body['status'] !== status) return 'is not a problem';
  if (!isErrorCode(code)) return 'has an unknown code';
  const declared = new Set(Object.keys(errorsOf(contract)));
  // A path that no escape makes a path of ours is none of this operation's.
  if (!declared.has(code) && code !== 'not_found') return 'has a code that is not declared';
  const named = body['field'];
  if (field === undefined || code !== 'invalid_request') return null;
  return String(named).startsWith(field.slice(0, 64)) ? null : `names ${String(named)}`;
}

describe.each(operations.map((contract) => [contract.operationId, contract] as const))(
  '%s',
  (_id, contract) => {
    // Guarantees that nothing that can be typed into a request breaks or changes anything (A87).
    it('refuses every bad request with a problem, and changes nothing', async () => {
      const before = [await digester.take(), await prompts()];
      const requests = badRequests(targetOf(contract));
      const byChance = requests.filter((one) => fits(contract, one));
      expect(byChance.filter((one) => !isPublishedToFit(contract, one))).toEqual([]);
      const bad = requests.filter((one) => !byChance.includes(one));
      const faults = await forEach(bad, async (one) => {
        const answer = await send(contract, one.raw);
        const fault = faultOf(contract, one, answer);
        return fault && `${one.what}: ${answer.status} ${fault}: ${answer.text.slice(0, 200)}`;
      });
      expect(faults.filter((fault) => fault !== null)).toEqual([]);
      // What is right by chance may be looked for, and changes what it should: it is not sent.
      const looks = contract.method === 'get' ? byChance : [];
      const answers = await forEach(looks, ({ raw }) => send(contract, raw));
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      expect([await digester.take(), await prompts()]).toEqual(before);
    }, 100_000);

    it('answers every other method with 405 and those that there are', async () => {
      const before = await digester.take();
      const { headers } = targetOf(contract);
      const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);
      const here = operations.filter((other) => other.path === contract.path);
      const known = here.map(({ method }) => method.toUpperCase());
      await forEach(
        METHODS.filter((method) => !known.includes(method)),
        async (method) => {
          const answer = await send(contract, { method, path, headers });
          expect([method, answer.status]).toEqual([method, 405]);
          expect(answer.headers['allow']).toBe(known.join(', '));
          expect(JSON.parse(answer.text)).toMatchObject({ code: 'method_not_allowed' });
        },
      );
      expect(await digester.take()).toEqual(before);
    });
  },
);

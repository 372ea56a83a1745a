import { join } from 'node:path';
import { runTool } from '../../../dev/servers/runTool';
import { findSchemathesis } from '../../../dev/servers/schemathesis';
import { createOperationsApp } from '../../../api/operations/app';
import { listen, type Listener } from '../../../api/http/listen';
import { OPERATOR_ROLES } from '../../../domain/operator/operatorRole';
import { startCuttableApi, type CuttableApi } from '../../kit/cuttableApi';
import { addOperator } from '../../kit/operators';
import { startSystem, type TestSystem } from '../../kit/system';

const SEED = Number(process.env['HAKIKA_SCHEMATHESIS_SEED'] ?? 85);
/** Bounds what one run asks for, prompts of the simulated Safaricom included. */
const MAX_EXAMPLES = 6;
const LIMIT_MS = 400_000;
const SETTINGS = {
  SCHEMATHESIS_HOOKS: join(__dirname, 'checks.py'),
  PYTHONDONTWRITEBYTECODE: '1',
};

let program: string;
let system: TestSystem;
let second: CuttableApi;
let operations: Listener;

beforeAll(async () => {
  program = await findSchemathesis();
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  second = await startCuttableApi(system);
  // A made-up shortcode may name Safaricom's real addresses, and a test calls nobody.
  const proof = { proven: false, detail: 'Not asked in this test.' };
  const proveShortcode = () => Promise.resolve({ token: proof, query: proof });
  const deps = { ...second.deps, proveShortcode };
  const at = { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log: deps.log };
  operations = await listen(createOperationsApp(deps, null), at);
}, 400_000);
afterAll(async () => {
  await operations.close();
  await second.stop();
  await system.stop();
});

/** All its checks but one, for which ours of checks.py stands in: decision 0085 says why. */
function argumentsFor(document: string, key: string): string[] {
  return [
    ...['run', document, '--header', `Authorization: Bearer ${key}`],
    ...['--checks', 'all', '--exclude-checks', 'positive_data_acceptance'],
    ...['--phases', 'examples,coverage,fuzzing,stateful', '--seed', String(SEED)],
    ...['--max-examples', String(MAX_EXAMPLES), '--generation-database', 'none'],
    ...['--workers', '1', '--request-timeout', '10', '--no-color'],
  ];
}

async function check(document: string, key: string): Promise<void> {
  const asked = argumentsFor(document, key);
  const { ok, output } = await runTool(program, asked, LIMIT_MS, SETTINGS);
  if (!ok) throw new Error(`schemathesis with seed ${SEED} found:\n${output}`);
  // Guards against a run that asked nothing: then there would be nothing to find, either.
  expect(Number(/(\d+) generated/.exec(output)?.[1] ?? 0)).toBeGreaterThan(300);
  expect(output).toContain(`Seed: ${SEED}`);
}

// Guarantees that no request at all makes the API break what its document says (A85).
describe('what a stranger to our code can ask', () => {
  it(
    `is answered by the public API as its document says (seed ${SEED})`,
    () => check(`${system.urls.api}/v1/openapi.json`, system.merchant.apiKey),
    LIMIT_MS + 10_000,
  );

  it(
    `is answered by the admin API as its document says (seed ${SEED})`,
    async () => {
      const { key } = await addOperator(system.store, ...OPERATOR_ROLES);
      await check(`http://127.0.0.1:${operations.port}/admin/v1/openapi.json`, key);
    },
    LIMIT_MS + 10_000,
  );
});

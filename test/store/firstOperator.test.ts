import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { rootDir } from '../../dev/places';
import { Secret } from '../../domain/values/secret';
import { makeFirstOperator } from '../../wiring/firstOperator';
import { openTestStore, type TestStore } from '../kit/testStore';

let test: TestStore;

beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.close());

async function make(name = 'Amina'): Promise<string> {
  const lines: string[] = [];
  await makeFirstOperator({ config: test.config, name, say: (line) => void lines.push(line) });
  return /op_\w+/.exec(lines.join(' '))?.[0] ?? '';
}

it('makes an admin and prints the key once, with an entry in the audit log', async () => {
  const key = await make();
  const principal = await test.store.apiKeys.authenticate(new Secret(key));
  expect(principal).toMatchObject({ kind: 'operator', name: 'Amina', roles: ['admin'] });
  const [entry] = await test.store.auditLog.latest({ limit: 5, before: null });
  expect(entry).toMatchObject({ seq: 1, action: 'operators.create', who: { name: 'set-up' } });
  expect(JSON.stringify(entry)).not.toContain(key.slice(3, 20));
});

// Guarantees that who can run set-up again does not become an operator by it (A62).
it('refuses a second one, even after the first was revoked', async () => {
  await make();
  await expect(make('Baraka')).rejects.toThrow('There is a first operator already');
  const [operator] = await test.store.operators.list({ after: null, limit: 5 });
  if (!operator) throw new Error('No operator.');
  await test.store.operators.revoke(operator.operatorId);
  await expect(make('Baraka')).rejects.toThrow('There is a first operator already');
});

it('makes one of several that race, and no key of the others opens anything', async () => {
  const raced = await Promise.allSettled([make('A'), make('B'), make('C')]);
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await test.store.operators.list({ after: null, limit: 5 })).toHaveLength(1);
  const keys = await test.store.apiKeys.list({ after: null, limit: 5 });
  expect(keys.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
  expect(await test.store.auditLog.verify()).toMatchObject({ fault: null });
});

it('is asked for by an argument of set-up', async () => {
  const { config } = test;
  const keys = config.ENCRYPTION_KEYS.map(
    ({ keyId, key }) => `${keyId}:${key.expose().toString('base64')}`,
  );
  const env = {
    ...process.env,
    HAKIKA_ENV: 'local',
    MONGODB_URI: config.MONGODB_URI.expose(),
    MONGODB_DATABASE: config.MONGODB_DATABASE,
    TEMPORAL_ADDRESS: config.TEMPORAL_ADDRESS,
    ENCRYPTION_KEYS: keys.join(','),
    LOOKUP_HASH_KEY: config.LOOKUP_HASH_KEY.expose().toString('base64'),
  };
  const script = ['--import', 'tsx', join(rootDir, 'workers', 'setup.ts')];
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [...script, ...args], { env, cwd: rootDir, encoding: 'utf8' });
  const made = run('--first-operator', 'Amina Wanjiru');
  expect([made.status, made.stderr]).toEqual([0, '']);
  expect(made.stdout).toMatch(/The first operator is made\. .* op_[A-Za-z0-9]{43}\n$/);
  const again = run('--first-operator', 'Baraka');
  expect([again.status, again.stderr]).toEqual([1, expect.stringMatching(/^There is a first/)]);
  expect(run('--second-operator', 'Baraka').status).toBe(1);
});

it.each(['', '   ', 'x'.repeat(101), 'with\u0007bell'])('refuses the name "%s"', async (name) => {
  await expect(make(name)).rejects.toThrow('--first-operator must be 1 to 100');
});

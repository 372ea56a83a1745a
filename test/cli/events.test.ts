import { run } from '../../cli/run';
import { addOperator } from '../kit/operators';
import { askFor } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;
/** The key of an operator of each role that the test needs. */
let keys: { readonly support: string; readonly viewer: string };

beforeAll(async () => {
  system = await startSystem();
  const { key: support } = await addOperator(system.store, 'support');
  const { key: viewer } = await addOperator(system.store, 'viewer');
  keys = { support, viewer };
});
afterAll(() => system.stop());

async function hakika(args: readonly string[], as: keyof typeof keys = 'support') {
  let out = '';
  let err = '';
  const code = await run(args, {
    environment: { HAKIKA_ADMIN_URL: system.urls.operations, HAKIKA_OPERATOR_KEY: keys[as] },
    home: '/nonexistent',
    readInput: () => Promise.resolve(''),
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

const WHY = ['--reason', 'Ticket 46'];

it('lists, shows and sends again what a merchant was told', async () => {
  const { id: payment } = await askFor(system);
  const of = ['--merchant', system.merchant.merchantId];
  const list = ['events', 'list', ...of, '--payment', payment, '--status', 'delivered'];
  const told = await until('the event to be delivered', async () => {
    const { out } = await hakika(list);
    return /^evt_\w+(?= .*delivered)/m.exec(out)?.[0];
  });
  expect((await hakika(['events', 'show', told, ...of])).out).toMatch(/^triesCount +1$/m);
  const again = await hakika(['events', 'resend', told, ...of, ...WHY]);
  expect([again.code, again.err]).toEqual([0, '']);
  const range = ['--after', '2000-01-01T00:00:00Z', '--before', '2999-01-01T00:00:00Z'];
  const many = ['events', 'resend-range', ...of, ...range, ...WHY];
  const all = await hakika([...many, '--limit', '1']);
  expect(all.out).toMatch(/^queued +1$/m);
  expect((await hakika(many, 'viewer')).err).toMatch(/^forbidden: /);
  expect((await hakika(['events', 'resend', told, ...WHY])).code).toBe(2);
});

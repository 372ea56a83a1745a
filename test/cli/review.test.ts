import { run } from '../../cli/run';
import { addOperator } from '../kit/operators';
import { paymentInReview } from '../kit/review';
import { startSystem, type TestSystem } from '../kit/system';

let system: TestSystem;
let keys: Readonly<Record<'support' | 'finance' | 'other', string>>;

beforeAll(async () => {
  system = await startSystem();
  const { key: support } = await addOperator(system.store, 'support');
  const { key: finance } = await addOperator(system.store, 'finance');
  const { key: other } = await addOperator(system.store, 'finance');
  keys = { support, finance, other };
});
afterAll(() => system.stop());

async function hakika(args: readonly string[], as: keyof typeof keys) {
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

const WHY = ['--reason', 'Ticket 52'];
const RECEIPT = ['--receipt', 'UKN4CLI001'];

it('attaches a receipt as support and decides as finance, or says why not', async () => {
  const { id } = await paymentInReview(system);
  const attach = ['payments', 'attach-receipt', id, ...RECEIPT, ...WHY];
  expect(await hakika(attach, 'support')).toMatchObject({ code: 0, err: '' });
  const decide = ['payments', 'decide', id, ...WHY, '--decision'];
  const bare = await hakika([...decide, 'paid'], 'finance');
  expect([bare.code, bare.err]).toEqual([1, expect.stringMatching(/^invalid_request: receipt/)]);
  const support = await hakika([...decide, 'not_paid'], 'support');
  expect([support.code, support.err]).toEqual([1, expect.stringMatching(/^forbidden: /)]);
  const decided = await hakika([...decide, 'paid', ...RECEIPT, '--json'], 'finance');
  expect(JSON.parse(decided.out)).toMatchObject({ state: 'succeeded', grade: 'reviewed' });
  const again = await hakika([...decide, 'not_paid'], 'finance');
  expect([again.code, again.err]).toEqual([1, expect.stringMatching(/^not_in_review: /)]);
  expect((await hakika(['payments', 'decide', id, ...WHY], 'finance')).code).toBe(2);
});

it('shows the proposal that waits for a second operator', async () => {
  await system.store.merchants.change(system.merchant.merchantId, { reviewAboveKes: 0 });
  const { id } = await paymentInReview(system);
  const paid = ['payments', 'decide', id, '--decision', 'paid', '--receipt', 'UKN4CLI002', ...WHY];
  const first = await hakika(paid, 'finance');
  expect(first.out).toMatch(/^proposal +decision=paid receipt=UKN4CLI002 operatorId=opr_/m);
  expect((await hakika(paid, 'finance')).err).toMatch(/^second_operator_needed: /);
  expect((await hakika(paid, 'other')).out).toMatch(/^state +succeeded$/m);
});

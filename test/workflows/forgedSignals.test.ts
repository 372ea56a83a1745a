import type { PaymentId } from '../../domain/values/ids';
import { newId } from '../../crypto/newId';
import { paymentWorkflowId } from '../../workflows/messages';
import { freshPhone } from '../kit/fresh';
import { expectBooksAgree, promptsOf } from '../kit/invariants';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.05' } });
});
afterAll(() => system.stop());

async function openPayment() {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  const approve = async () => {
    const [prompt] = await promptsOf(system, phone);
    const path = `/prompts/${prompt?.checkoutRequestId ?? ''}/approve`;
    await system.simulator.control('POST', path, {});
  };
  return { id, phone, approve };
}

/** What anyone who reaches the engine can send: a signal with anything in it. */
async function signal(id: string, given: unknown): Promise<void> {
  const handle = system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId));
  await handle.signal('callbackReceived', given);
}

const seen = { evidenceId: newId('evidence'), atMs: 1 };
const paid = { amountCents: 10_000, receipt: 'UKOFORGED1', paidAtMs: null };
const callback = { ...seen, ...paid, kind: 'callback', callbackId: newId('callback') };

const FORGERIES: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'paid'],
  ['evidence of no kind', { evidence: { kind: 'bogus' }, callbackTokenHash: null }],
  ['half a callback', { evidence: { kind: 'callback' }, callbackTokenHash: 'f'.repeat(64) }],
  ['a query that says paid', forged({ ...seen, kind: 'stk_query', resultCode: '0' }, null)],
  ['a query that says unpaid', forged({ ...seen, kind: 'stk_query', resultCode: '1032' }, null)],
  [
    'a statement row',
    forged({ ...seen, ...paid, kind: 'statement_row', shortcode: '174379' }, null),
  ],
  ['a status', forged({ ...seen, ...paid, kind: 'transaction_status', status: 'Completed' }, null)],
  ['a callback without a token', forged({ ...callback, resultCode: '0' }, null)],
  ['a refusal without a token', forged({ ...callback, resultCode: '1032' }, null)],
  ['a callback with a wrong token', forged({ ...callback, resultCode: '0' }, 'f'.repeat(64))],
  [
    'a seal that is none',
    {
      ...forged({ ...callback, resultCode: '0' }, 'f'.repeat(64)),
      sealedCheckoutRequestId: 'local-1.AAAA',
    },
  ],
  ['a look into the empty inbox', { kind: 'look_in_inbox' }],
];

function forged(evidence: Record<string, unknown>, callbackTokenHash: string | null) {
  return { evidence, callbackTokenHash, sealedCheckoutRequestId: null };
}

// Guarantees that a forged signal mints neither success nor failure, and that no signal, however
// odd, keeps the payment from its true outcome (A46, M4, M5, M11, M16).
it.each(FORGERIES)('takes no notice of %s', async (_what, given) => {
  const { id, phone, approve } = await openPayment();
  await signal(id, given);
  await approve();
  const payment = await reaches(system, id, 'succeeded');
  expect(payment.receipt).not.toBe('UKOFORGED1');
  expect((await system.store.payments.find(id as PaymentId))?.evidence.map((e) => e.kind)).toEqual(
    expect.not.arrayContaining(['statement_row', 'transaction_status']),
  );
  await expectBooksAgree(system, id, phone);
});

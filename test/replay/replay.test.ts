import { Worker } from '@temporalio/worker';
import type { PaymentId } from '../../domain/values/ids';
import { bundleWorkflows } from '../../wiring/workers';
import { dataConverter } from '../../engine/dataConverter';
import { paymentWorkflowId } from '../../workflows/messages';
import { freshPhone } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { createKeyring } from '../../wiring/store';

let system: TestSystem;
let workflowBundle: Awaited<ReturnType<typeof bundleWorkflows>>;

beforeAll(async () => {
  workflowBundle = await bundleWorkflows();
  system = await startSystem({
    environment: { TIMING_SCALE: '0.02' },
    simulatorArgs: ['--prompt-timeout-ms', '800'],
    withInitiator: true,
  });
});
afterAll(() => system.stop());

async function replay(paymentId: string): Promise<void> {
  const workflowId = paymentWorkflowId(paymentId as PaymentId);
  const history = await system.client.workflow.getHandle(workflowId).fetchHistory();
  const options = {
    workflowBundle,
    dataConverter: dataConverter(createKeyring(system.config), () => undefined),
  };
  await Worker.runReplayHistory(options, history, workflowId);
}

type Path = readonly [what: string, operation: string, fault: object | null, ends: string];

const PATHS: readonly Path[] = [
  ['a happy payment', 'stk_push', null, 'succeeded'],
  ['a lost callback', 'stk_push', { kind: 'callback_lost' }, 'succeeded'],
  ['an unknown push', 'stk_push', { kind: 'connection_reset' }, 'succeeded'],
  ['a lying query', 'stk_query', { kind: 'query_lies' }, 'succeeded'],
  ['a refused push', 'stk_push', { kind: 'result_code', resultCode: 1032 }, 'failed'],
  [
    'an altered amount',
    'stk_push',
    { kind: 'callback_malformed', variant: 'amount_altered' },
    'needs_review',
  ],
];

// Guarantees that a worker which takes a payment over mid-way decides as the first one did (F35).
it.each(PATHS)('replays %s without a difference', async (_what, operation, fault, ends) => {
  const phone = freshPhone();
  if (fault) {
    await system.simulator.control('POST', '/faults', {
      match: { operation, msisdn: phone },
      fault,
    });
  }
  const { id } = await askFor(system, { phone });
  await reaches(system, id, ends);
  // What a person must decide is asked about for a day: its history so far is replayed.
  if (ends !== 'needs_review') {
    await system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId)).result();
  }
  await replay(id);
});

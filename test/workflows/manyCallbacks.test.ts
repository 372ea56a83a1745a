import type { PaymentId } from '../../domain/values/ids';
import { paymentWorkflowId } from '../../workflows/messages';
import { callbackBody, postCallback, tokenSpy } from '../kit/callbacks';
import { freshPhone } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';

let system: TestSystem;
let spy: Awaited<ReturnType<typeof tokenSpy>>;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  spy = await tokenSpy(system);
});
afterAll(async () => {
  await spy.close();
  await system.stop();
});

const ROUNDS = 201;

/** A round goes through API, engine, worker and database: half a second on a busy machine. */
const ROUNDS_TIMEOUT_MS = 300_000;

// Guarantees that no number of callbacks ends the watch over a payment, and that the history of a
// run stays bounded while they come (M16, M17).
it(
  'goes on in a new run when callbacks keep coming',
  async () => {
    // The prompt must be open when the last of them has been judged, however slow the machine.
    const settings = { promptTimeoutMs: 3_600_000 };
    await system.simulator.control('POST', '/settings', settings);
    const phone = freshPhone();
    await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
    const { id } = await askFor(system, { phone });
    const push = await spy.of(phone);
    const handle = system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId));
    const { runId } = await handle.describe();
    for (let code = 7000; code < 7000 + ROUNDS; code += 1) {
      const body = callbackBody(push).replace('"ResultCode":0', `"ResultCode":${code}`);
      expect((await postCallback(push.callbackUrl, body)).status).toBe(200);
      await until(`callback ${code} to be judged`, async () => {
        const payment = await system.store.payments.find(id as PaymentId);
        return payment?.evidence.some(
          (item) => item.kind === 'callback' && item.resultCode === String(code),
        );
      });
    }
    await until('another run', async () => (await handle.describe()).runId !== runId);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await system.simulator.control('POST', `/prompts/${push.checkoutRequestId}/approve`, {});
    await reaches(system, id, 'succeeded');
  },
  ROUNDS_TIMEOUT_MS,
);

import { NativeConnection } from '@temporalio/worker';
import { clientOn, sweepEngine } from '../../wiring/engine';
import { createKeyring } from '../../wiring/store';
import { givenServer, testConfig } from '../kit/testConfig';
import { quietRuntime } from '../kit/quietRuntime';
import { freshPayment } from '../kit/testStore';

// Guarantees that the sweeper can start and tell payments over the connection that a worker has,
// which is another kind than the API's.
it('starts and tells a payment over the connection of a worker', async () => {
  quietRuntime();
  const config = testConfig();
  const address = givenServer('TEST_TEMPORAL_ADDRESS');
  const connection = await NativeConnection.connect({ address });
  try {
    const client = clientOn(connection, config, createKeyring(config));
    const engine = sweepEngine(client, config.TASK_QUEUE_PREFIX);
    const { payment } = freshPayment();
    expect(await engine.start(payment)).toBe('started');
    expect(await engine.start(payment)).toBe('running');
    const handle = client.workflow.getHandle(`payment:${payment.paymentId}`);
    const { runId } = await handle.describe();
    await engine.lookInInbox(payment.paymentId);
    const { events } = await handle.fetchHistory();
    const signals = events?.filter((event) => event.workflowExecutionSignaledEventAttributes);
    expect(signals).toHaveLength(1);
    await handle.terminate('ended');
    await engine.lookInInbox(payment.paymentId);
    expect((await handle.describe()).runId).not.toBe(runId);
  } finally {
    await connection.close();
  }
});

import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import type { Config } from '../../config/config';
import type { PaymentId } from '../../domain/values/ids';
import { paymentWorkflowId } from '../../workflows/messages';
import { taskQueueName } from '../../workflows/taskQueues';
import { quietRuntime } from '../kit/quietRuntime';
import { until } from '../kit/until';

/** A namespace in which the former release has workflows, and the workers that ran them. */
export interface FormerEngine {
  readonly client: Client;
  /** Starts a run as the former release did, and waits until it has done its first steps. */
  runPayment(paymentId: string, prefix?: string): Promise<string>;
  runWebhook(workflowId: string): Promise<string>;
  stopWorkers(): Promise<void>;
  close(): Promise<void>;
}

/** Plays the part of the former release's processes: its commands, under its names. */
export async function startFormerEngine(config: Config): Promise<FormerEngine> {
  quietRuntime();
  const { TEMPORAL_ADDRESS: address, TASK_QUEUE_PREFIX: ownPrefix } = config;
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const workers = await createWorkers(native, ownPrefix);
  const runs = workers.map((worker) => worker.run());
  const start = async (type: string, workflowId: string, input: object, prefix = ownPrefix) => {
    const taskQueue = taskQueueName('payments', prefix);
    const handle = await client.workflow.start(type, { workflowId, taskQueue, args: [input] });
    if (prefix !== ownPrefix) return handle.firstExecutionRunId;
    await until(`the timer of ${workflowId}`, async () => {
      const { events } = await handle.fetchHistory();
      return events?.some((event) => event.timerStartedEventAttributes);
    });
    return handle.firstExecutionRunId;
  };
  return {
    client,
    runPayment: (paymentId, prefix) =>
      start('payment', paymentWorkflowId(paymentId as PaymentId), { paymentId }, prefix),
    runWebhook: (workflowId) => start('webhook', workflowId, {}),
    async stopWorkers() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(runs);
    },
    async close() {
      await native.close();
      await connection.close();
    },
  };
}

async function createWorkers(connection: NativeConnection, prefix: string): Promise<Worker[]> {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('./formerWorkflows'),
    logger: new DefaultLogger('ERROR'),
  });
  const promptCustomer = () => Promise.resolve({ kind: 'progress' });
  return Promise.all([
    Worker.create({ connection, taskQueue: taskQueueName('payments', prefix), workflowBundle }),
    Worker.create({
      connection,
      taskQueue: taskQueueName('daraja', prefix),
      activities: { promptCustomer },
    }),
  ]);
}

import { NativeConnection, Worker } from '@temporalio/worker';
import { createConnection } from 'mongoose';
import { installRuntime } from '../../wiring/workers';
import { untilStopped } from '../../wiring/untilStopped';
import { createLogger } from '../../telemetry/log/logger';
import { createFloorActivities } from './activities';

export const FLOOR_QUEUE = 'floor';

/** The floor's own worker process, configured by the environment that the bench gives it. */
async function main(): Promise<void> {
  const { MONGODB_URI = '', TEMPORAL_ADDRESS = '', SIMULATOR_URL = '' } = process.env;
  installRuntime(createLogger({ service: 'floor', level: 'warn' }));
  const database = await createConnection(MONGODB_URI, { dbName: 'floor' }).asPromise();
  const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    taskQueue: FLOOR_QUEUE,
    workflowsPath: require.resolve('./workflow'),
    activities: createFloorActivities(SIMULATOR_URL, database),
    maxCachedWorkflows: 2_500,
    maxConcurrentWorkflowTaskExecutions: 100,
  });
  const run = worker.run();
  process.stdout.write('{"event":"running"}\n');
  await untilStopped(run);
  if (worker.getState() === 'RUNNING') worker.shutdown();
  await run;
  await connection.close();
  await database.close();
}

if (require.main === module) void main();

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { registerSearchAttributes } from '../../engine/searchAttributeSetup';
import type { EventId, PaymentId } from '../../domain/values/ids';
import { paymentWorkflowId, webhookWorkflowId } from '../../workflows/messages';
import { startTestServers } from '../kit/servers';
import { startSystem, type TestSystem } from '../kit/system';
import { HISTORIES_DIR, historyAsText, REPLAY_KEY } from './savedHistories';
import { SCENARIOS, sweepIdOf, type Scenario } from './scenarios';

const LONGEST_WAIT_MS = 12_000;

/**
 * `npm run record-histories [-- NAME...]`: goes every path once on real servers and saves the
 * histories. Only for new paths: a history that is there already is what a release in the field has
 * written, and code that cannot replay it needs `patched()`, not a new recording.
 */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const servers = await startTestServers();
  process.env.TEST_TEMPORAL_ADDRESS = servers.temporalAddress;
  process.env.TEST_MONGODB_URI = servers.mongodbUri;
  const connection = await Connection.connect({ address: servers.temporalAddress });
  await registerSearchAttributes(connection, 'default');
  await connection.close();
  mkdirSync(HISTORIES_DIR, { recursive: true });
  try {
    for (const scenario of SCENARIOS) {
      if (wanted.length === 0 || wanted.includes(scenario.name)) await record(scenario);
    }
  } finally {
    await servers.stop();
  }
}

/** Each path gets a system of its own, so that no fault of one strikes another. */
async function record(scenario: Scenario): Promise<void> {
  const system = await startSystem({
    environment: { TIMING_SCALE: '0.02', ENCRYPTION_KEYS: REPLAY_KEY, TASK_QUEUE_PREFIX: 'replay' },
    simulatorArgs: ['--prompt-timeout-ms', '1000'],
    withInitiator: true,
  });
  try {
    const paymentId = await scenario.run(system);
    const workflowId = await workflowOf(system, paymentId as PaymentId, scenario.records);
    const handle = system.client.workflow.getHandle(workflowId);
    // A payment that its evidence contradicts is asked about for a day; its beginning is enough.
    await Promise.race([handle.result(), sleep(LONGEST_WAIT_MS)]);
    const history = historyAsText(await handle.fetchHistory());
    const file = join(HISTORIES_DIR, `${scenario.name}.json`);
    writeFileSync(file, `${JSON.stringify({ workflowId, history }, null, 2)}\n`);
    process.stdout.write(`${scenario.name}\n`);
  } finally {
    await system.stop();
  }
}

async function workflowOf(
  system: TestSystem,
  paymentId: PaymentId,
  records: Scenario['records'],
): Promise<string> {
  if (records === 'payment') return paymentWorkflowId(paymentId);
  if (records === 'sweep') return sweepIdOf(paymentId);
  const payment = await system.store.payments.find(paymentId);
  return webhookWorkflowId(payment?.events[0]?.eventId ?? ('' as EventId));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
    process.exit(1);
  },
);

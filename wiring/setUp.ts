import type { Client } from '@temporalio/client';
import type { ConfigOf } from '../config/config';
import { assertNobodyPolls, POLL_QUIET_MS } from '../engine/assertNobodyPolls';
import { endFormerWorkflows } from '../engine/endFormerWorkflows';
import { describeRestarted } from '../engine/restartPayments';
import { registerSearchAttributes } from '../engine/searchAttributeSetup';
import { ensureSweepSchedule } from '../engine/sweepSchedule';
import type { StoreOptions } from '../store/mongo/connection';
import { assertFormerKeys } from '../store/mongo/migrations/formerKeys';
import { isHandOverAhead, noteHandOver } from '../store/mongo/migrations/handOver';
import { openStore, setUpStore } from '../store/store';
import { connectEngine, restartAll } from './engine';
import { createKeyring } from './store';

const STOP_FIRST =
  'This release cannot run beside the one that wrote this database. The API and every worker of ' +
  'the former release must be stopped now, and must not be started again.';

interface Parts {
  readonly config: ConfigOf<'setup'>;
  readonly say: (line: string) => void;
  /** How long nobody may have asked the engine for work before a hand-over. */
  readonly quietMs?: number;
}

/**
 * Brings database and engine to this release's shape: migrations, indexes, search attributes, and,
 * after a release whose running workflows cannot go on, a new workflow for each unfinished payment.
 * Safe to repeat and to be cut off anywhere: it goes on where it was.
 * @throws Error that names what is wrong and the remedy.
 */
export async function setUp({ config, say, quietMs = POLL_QUIET_MS }: Parts): Promise<void> {
  const { MONGODB_URI: uri, MONGODB_DATABASE: database, TEMPORAL_NAMESPACE: namespace } = config;
  const options: StoreOptions = { uri, database, maxPoolSize: 2 };
  const { TASK_QUEUE_PREFIX: taskQueuePrefix } = config;
  const isAhead = await isHandOverAhead(options);
  const connect = () => connectEngine(config, createKeyring(config));
  let engine: Awaited<ReturnType<typeof connect>> | null = null;
  try {
    if (isAhead) {
      say(STOP_FIRST);
      await assertFormerKeys(options, createKeyring(config));
      engine = await connect();
      const { connection } = engine;
      await assertNobodyPolls({ connection, namespace, taskQueuePrefix, say, quietMs });
    }
    const { handOver } = await setUpStore(options, say);
    say('The database is set up.');
    engine ??= await connect();
    const { client, connection } = engine;
    await registerSearchAttributes(connection, namespace);
    say('The search attributes are registered.');
    if (handOver === 'end_workflows') {
      const ended = await endFormerWorkflows({ client, taskQueuePrefix, say });
      say(`${ended} workflows of the former release ended.`);
      await noteHandOver(options, 'restart_payments');
    }
    const schedule = await ensureSweepSchedule(client, taskQueuePrefix);
    say('The sweeper runs every minute.');
    // An engine that does not know the sweeper may have lost every workflow.
    if (handOver !== null || schedule === 'created') {
      await restart({ config, client, say });
      await noteHandOver(options, null);
    }
  } finally {
    await engine?.connection.close();
  }
}

/** @throws Error when a payment could not be started, so that set-up is run again. */
async function restart(parts: Omit<Parts, 'quietMs'> & { readonly client: Client }): Promise<void> {
  const { config, say } = parts;
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = config;
  const store = await openStore({ uri, database, maxPoolSize: 20 }, createKeyring(config));
  try {
    const restarted = await restartAll({ ...parts, store });
    const found = restarted.started + restarted.running + restarted.failed;
    if (found > 0) say(`${describeRestarted(restarted)}.`);
    if (restarted.failed > 0)
      throw new Error('Not every payment goes on: run "npm run setup" again.');
  } finally {
    await store.close();
  }
}

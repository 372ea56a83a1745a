import { Client, Connection, type ConnectionLike } from '@temporalio/client';
import type { ConfigOf } from '../config/config';
import type { SweepEngine } from '../activities/sweep/dependencies';
import type { Keyring } from '../crypto/keyring';
import { dataConverter } from '../engine/dataConverter';
import { createPaymentEngine, createPaymentStarter } from '../engine/paymentEngine';
import { restartPayments, type Restarted } from '../engine/restartPayments';
import type { Store } from '../store/store';

/** A program's own way to the engine. */
interface Engine {
  readonly client: Client;
  readonly connection: Connection;
}

/** A client that seals what it sends, for a program that runs once and ends. */
export async function connectEngine(config: ConfigOf<'setup'>, keyring: Keyring): Promise<Engine> {
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  return { client: clientOn(connection, config, keyring), connection };
}

/** A client on a connection that is there. */
export function clientOn(
  connection: ConnectionLike,
  config: Pick<ConfigOf<'setup'>, 'TEMPORAL_NAMESPACE'>,
  keyring: Keyring,
): Client {
  const { TEMPORAL_NAMESPACE: namespace } = config;
  return new Client({
    connection,
    namespace,
    dataConverter: dataConverter(keyring, () => undefined),
  });
}

/** The engine, as the sweeper of a worker needs it. */
export function sweepEngine(client: Client, taskQueuePrefix: string): SweepEngine {
  const engine = createPaymentEngine(client, taskQueuePrefix);
  return {
    start: createPaymentStarter(client, taskQueuePrefix),
    lookInInbox: (paymentId) => engine.notify(paymentId, { kind: 'look_in_inbox' }),
  };
}

interface Restarting {
  readonly config: ConfigOf<'setup'>;
  readonly store: Store;
  readonly client: Client;
  readonly say: (line: string) => void;
}

/** Starts the workflow of every unfinished payment that has none. */
export async function restartAll({ config, store, client, say }: Restarting): Promise<Restarted> {
  const start = createPaymentStarter(client, config.TASK_QUEUE_PREFIX);
  return restartPayments({ payments: store.payments, start, say });
}

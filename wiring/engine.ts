import { Client, Connection } from '@temporalio/client';
import type { ConfigOf } from '../config/config';
import type { Keyring } from '../crypto/keyring';
import { dataConverter } from '../engine/dataConverter';
import { createPaymentStarter } from '../engine/paymentEngine';
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
  const client = new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    dataConverter: dataConverter(keyring, () => undefined),
  });
  return { client, connection };
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

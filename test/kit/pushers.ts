import { createActivities, type Activities } from '../../activities/index';
import type { ActivityDependencies } from '../../activities/dependencies';
import type { PaymentId } from '../../domain/values/ids';
import { Secret } from '../../domain/values/secret';
import { openStore } from '../../store/store';
import { createMetrics } from '../../telemetry/metrics/metrics';
import { wireActivities } from '../../wiring/activities';
import { addMerchant, sandboxShortcode, type TestMerchant } from './demoMerchant';
import { freshPhone } from './fresh';
import { memoryLog } from './memoryLog';
import { startSimulator, type SimulatorProcess } from './simulatorProcess';
import { freshPayment, openTestStore, type TestStore } from './testStore';
import { createKeyring } from '../../wiring/store';

/** The activities of one worker: a store, a Daraja client and caches of its own. */
export interface Pusher {
  readonly deps: ActivityDependencies;
  readonly activities: Activities;
  /** The same worker with some of what it works with exchanged. */
  with(change: Partial<ActivityDependencies>): Activities;
  close(): Promise<void>;
}

interface Change {
  readonly promptBeforeAtMs?: number;
  /** One of an earlier payment; else the payment has a phone of its own. */
  readonly phone?: string;
}

/** A database, a simulated Safaricom whose phones wait, and as many workers as a test wants. */
export interface PushYard {
  readonly test: TestStore;
  readonly simulator: SimulatorProcess;
  pusher(mongodbUri?: string): Promise<Pusher>;
  /** A stored payment that no workflow runs for, and the phone that it would prompt. */
  payment(change?: Change): Promise<{ paymentId: PaymentId; phone: string }>;
  /**
   * How many pushes have reached Safaricom since this was last asked, refused ones too: while one
   * prompt is on the phone a second push is refused there, which must not hide that it was sent.
   */
  newPushes(): Promise<number>;
  close(): Promise<void>;
}

export async function openPushYard(): Promise<PushYard> {
  const simulator = await startSimulator(['--log-level', 'silent']);
  const test = await openTestStore();
  const merchant = await addMerchant(test.store, { shortcode: '174379', webhookUrl: null });
  await test.store.shortcodes.save(sandboxShortcode(merchant.merchantId, simulator.url));
  const pushers: Pusher[] = [];
  return {
    test,
    simulator,
    async pusher(mongodbUri = test.config.MONGODB_URI.expose()) {
      const pusher = await openPusher(test, mongodbUri);
      pushers.push(pusher);
      return pusher;
    },
    payment: (change = {}) => storePayment(test, simulator, merchant, change),
    newPushes: pushCounter(simulator),
    async close() {
      await Promise.all(pushers.map((pusher) => pusher.close()));
      await test.close();
      await simulator.stop();
    },
  };
}

interface Story {
  readonly events: readonly { readonly kind: string }[];
  readonly next: number;
}

function pushCounter(simulator: SimulatorProcess): () => Promise<number> {
  let after = 0;
  return async () => {
    const path = `/events?after=${after}&limit=20000`;
    const { events, next } = await simulator.control<Story>('GET', path);
    after = next;
    return events.filter(({ kind }) => kind === 'push_accepted' || kind === 'push_refused').length;
  };
}

async function openPusher({ config }: TestStore, uri: string): Promise<Pusher> {
  const keyring = createKeyring(config);
  const store = await openStore(
    { uri: new Secret(uri), database: config.MONGODB_DATABASE, maxPoolSize: 5 },
    keyring,
  );
  const metrics = createMetrics('test');
  const engine = {
    start: () => Promise.reject(new Error('A pusher has no engine.')),
    lookInInbox: () => Promise.reject(new Error('A pusher has no engine.')),
  };
  const wired = wireActivities({ config, store, log: memoryLog().log, metrics, engine });
  return {
    deps: wired.deps,
    activities: createActivities(wired.deps),
    with: (change) => createActivities({ ...wired.deps, ...change }),
    async close() {
      await wired.close();
      await store.close();
    },
  };
}

async function storePayment(
  { store }: TestStore,
  simulator: SimulatorProcess,
  { merchantId }: TestMerchant,
  { phone = freshPhone(), ...change }: Change,
) {
  await simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const created = freshPayment({ merchantId, phone });
  const payment = { ...created.payment, ...change };
  await store.payments.insert({ ...created, payment });
  return { paymentId: payment.paymentId, phone };
}

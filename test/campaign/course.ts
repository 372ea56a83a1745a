import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { createKeyring } from '../../wiring/store';
import { clientOn } from '../../wiring/engine';
import { paymentWorkflowId } from '../../workflows/messages';
import type { PaymentId } from '../../domain/values/ids';
import { until } from '../kit/until';
import type { Installation } from './installation';
import { buy, paymentFor, type Asked } from './merchantServer';
import type { Killable, Purchase, Purchases } from './purchases';

/** What the phases share. */
export interface Course {
  readonly installation: Installation;
  readonly purchases: Purchases;
  /** Purchases that are being asked for. */
  readonly asking: Promise<Asked>[];
}

/** One phase: its share of a hundred payments, and what goes wrong in it. */
export interface Phase {
  readonly name: string;
  readonly share: number;
  run(course: Course, payments: number): Promise<string>;
}

const SPACING_MS = 150;
const TEMPORAL_DOWN_MS = 6_000;
const WORKER_DOWN_MS = 3_000;
const API_KILLS = 5;

export const PHASES: readonly Phase[] = [
  { name: 'all is well', share: 20, run: allIsWell },
  { name: 'Temporal killed', share: 20, run: temporalKilled },
  { name: 'worker killed', share: 15, run: workerKilled },
  { name: 'Temporal lost its database', share: 20, run: databaseDeleted },
  { name: 'API killed between keeping and starting', share: 25, run: apiKilled },
];

async function allIsWell(course: Course, payments: number): Promise<string> {
  await offer(course, course.purchases.draw(payments));
  return 'nothing goes wrong but customers and callbacks';
}

/** Payments go on being asked for while Temporal is away; what it knew is there when it is back. */
async function temporalKilled(course: Course, payments: number): Promise<string> {
  const { temporal, api, worker } = course.installation;
  const half = Math.ceil(payments / 2);
  await offer(course, course.purchases.draw(half));
  await temporal.kill();
  await Promise.all([
    pause(TEMPORAL_DOWN_MS),
    offer(course, course.purchases.draw(payments - half)),
  ]);
  await temporal.start();
  await Promise.all([api.untilReady(), worker.untilReady()]);
  return `${half} asked before, ${payments - half} while it was away`;
}

async function workerKilled(course: Course, payments: number): Promise<string> {
  const { worker } = course.installation;
  const half = Math.ceil(payments / 2);
  await untilSpared(course, 'worker');
  for (const count of [half, payments - half]) {
    await offer(course, course.purchases.draw(count, ['worker']));
    await worker.kill();
    await pause(WORKER_DOWN_MS);
    await worker.start();
    await worker.untilReady();
  }
  return 'twice, with prompts on phones';
}

/** Temporal comes back empty, as in the runbook "Temporal was lost": set-up, and restarts. */
async function databaseDeleted(course: Course, payments: number): Promise<string> {
  const { temporal, api, worker, setUp } = course.installation;
  const half = Math.ceil(payments / 2);
  await offer(course, course.purchases.draw(half));
  await temporal.kill();
  await offer(course, course.purchases.draw(payments - half));
  temporal.deleteDatabase();
  await temporal.start();
  await setUp();
  await Promise.all([api.untilReady(), worker.untilReady()]);
  return `${half} asked before, ${payments - half} while it was away; then npm run setup`;
}

/**
 * The API's wire to Temporal is held still, so that it stands between the two when it is killed:
 * the payment is in MongoDB, and its workflow's start is in the wire. The last time the start
 * arrives and only its answer does not.
 */
async function apiKilled(course: Course, payments: number): Promise<string> {
  const { api, apiToTemporal } = course.installation;
  await untilSpared(course, 'api');
  const rounds = Math.min(API_KILLS, payments);
  let orphans = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const share =
      Math.floor((payments * round) / rounds) - Math.floor((payments * (round - 1)) / rounds);
    const purchases = course.purchases.draw(share, ['api']);
    const loses = round === rounds ? 'answers' : 'everything';
    apiToTemporal.freeze(loses);
    await Promise.all(purchases.map((purchase) => tellSimulator(course.installation, purchase)));
    course.asking.push(...purchases.map((purchase) => buy(course.installation, purchase)));
    const kept = await Promise.all(purchases.map((purchase) => untilKept(course, purchase)));
    await api.kill();
    // What waits in the wire goes with it.
    apiToTemporal.cut();
    if (loses === 'everything') orphans += await countNotStarted(course, kept);
    apiToTemporal.restore();
    await api.start();
    await api.untilReady();
  }
  return `${rounds} times; ${orphans} payments were kept and had no workflow`;
}

async function offer(course: Course, purchases: readonly Purchase[]): Promise<void> {
  for (const purchase of purchases) {
    await tellSimulator(course.installation, purchase);
    course.asking.push(buy(course.installation, purchase));
    await pause(SPACING_MS);
  }
}

/** Has the phone and Safaricom do to this purchase what was drawn. */
async function tellSimulator(
  { simulator }: Installation,
  { phone, delayMs, fate }: Purchase,
): Promise<void> {
  const behaviour = fate.behaviour ?? 'approve';
  await simulator.control('POST', `/phones/${phone}`, { behaviour, delayMs });
  if (fate.fault === undefined) return;
  const rule = { match: { operation: 'stk_push', msisdn: phone }, fault: fate.fault };
  const times = fate.times === undefined ? {} : { times: fate.times };
  await simulator.control('POST', '/faults', { ...rule, ...times });
}

/** Waits until no payment is left whose outcome nobody could learn if this were killed now. */
async function untilSpared(course: Course, killed: Killable): Promise<void> {
  const { installation, purchases } = course;
  for (const purchase of purchases.all.filter(({ fate }) => fate.needs === killed)) {
    await until(`${purchase.reference} to be decided`, async () => {
      const payment = await paymentFor(installation, purchase);
      return payment !== null && payment.outcomeAt !== null;
    });
  }
}

async function untilKept({ installation }: Course, purchase: Purchase): Promise<string> {
  const kept = await until(`${purchase.reference} to be kept`, () =>
    paymentFor(installation, purchase),
  );
  return kept.id;
}

/** Of these payments, those of which Temporal knows nothing. */
async function countNotStarted(
  { installation: { config } }: Course,
  paymentIds: readonly string[],
): Promise<number> {
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const { workflow } = clientOn(connection, config, createKeyring(config));
  try {
    const started = await Promise.all(
      paymentIds.map(async (id) => {
        const handle = workflow.getHandle(paymentWorkflowId(id as PaymentId));
        return handle.describe().then(
          () => true,
          () => false,
        );
      }),
    );
    return started.filter((isStarted) => !isStarted).length;
  } finally {
    await connection.close();
  }
}

import { StartFailure } from '../startFailure';
import { isPortFree } from '../servers/ports';

/** The ports of one running system, all counted from one base. */
export interface PortPlan {
  readonly api: number;
  readonly callbacks: number;
  readonly operations: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly mongodb: number;
  readonly simulator: number;
  readonly webhookReceiver: number;
  readonly workerOperations: number;
}

const defaultBase = 7400;

/** What wants each port, in the order of the plan, as a person would call it. */
const owners: ReadonlyArray<readonly [keyof PortPlan, string]> = [
  ['api', 'the public API'],
  ['callbacks', 'the callback listener'],
  ['operations', "the API's operations listener"],
  ['temporal', 'the Temporal server'],
  ['temporalUi', 'the Temporal Web UI'],
  ['mongodb', 'MongoDB'],
  ['simulator', 'the simulated Safaricom'],
  ['webhookReceiver', "the demo merchant's webhook receiver"],
  ['workerOperations', "the worker's operations listener"],
];

/** Counts the ports from HAKIKA_PORT_BASE. */
export function planPorts(baseText: string | undefined): PortPlan {
  const base = baseText === undefined || baseText === '' ? defaultBase : Number(baseText);
  const highest = 65_535 - owners.length;
  if (!Number.isInteger(base) || base < 1024 || base > highest) {
    throw new StartFailure(
      `HAKIKA_PORT_BASE=${baseText ?? ''} is not a usable port: ` +
        `give a whole number from 1024 to ${highest}.`,
    );
  }
  return {
    api: base,
    callbacks: base + 1,
    operations: base + 2,
    temporal: base + 3,
    temporalUi: base + 4,
    mongodb: base + 5,
    simulator: base + 6,
    webhookReceiver: base + 7,
    workerOperations: base + 8,
  };
}

/** Fails with one sentence when another program holds a port that this run will need. */
export async function checkPorts(
  plan: PortPlan,
  notNeeded: ReadonlySet<keyof PortPlan>,
): Promise<void> {
  for (const [part, owner] of owners) {
    if (notNeeded.has(part) || (await isPortFree(plan[part]))) continue;
    throw new StartFailure(
      `Port ${plan[part]}, which ${owner} needs, is taken by another program: stop that program, ` +
        'or choose other ports with HAKIKA_PORT_BASE=8400 npm start.',
    );
  }
}

import type { Payment } from '../../domain/payment/payment';
import { until } from '../kit/until';
import { isBeyondKnowing } from './case';
import { PHASES, type Course } from './course';
import { discard, startInstallation, type Installation } from './installation';
import { Purchases } from './purchases';
import { judgeCampaign, type Verdict } from './verdict';

interface CampaignOptions {
  readonly payments: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** How long the last payments may take once nothing goes wrong any more. */
const LAST_OUTCOME_MS = 300_000;

/**
 * Sends payments through every phase, waits until nothing is left to be done, and holds the whole
 * against the simulated Safaricom's books. A run with violations keeps its logs.
 */
export async function runCampaign({ payments, seed, say }: CampaignOptions): Promise<Verdict> {
  const tell = clock(say);
  tell(`Campaign of ${payments} payments, seed ${seed}.`);
  const installation = await startInstallation(seed);
  let isClean = false;
  try {
    const course: Course = { installation, purchases: new Purchases(seed), asking: [] };
    for (const [index, phase] of PHASES.entries()) {
      const before = PHASES.slice(0, index).reduce((sum, { share }) => sum + share, 0);
      const upTo = (share: number) => Math.round((payments * share) / 100);
      const count = upTo(before + phase.share) - upTo(before);
      tell(`${phase.name}: ${count} payments`);
      tell(`  ${await phase.run(course, count)}`);
    }
    tell('waiting for the last outcomes and webhooks');
    const asked = await Promise.all(course.asking);
    await untilQuiet(installation);
    const verdict = await judgeCampaign(installation, asked);
    const { api, worker } = installation;
    tell(`done; ended by themselves: API ${api.endedAlone}, worker ${worker.endedAlone} times`);
    isClean = verdict.violations.length === 0;
    return verdict;
  } finally {
    await installation.stop();
    if (isClean) discard(installation);
    else say(`The logs and databases are kept in ${installation.folder}.`);
  }
}

/** Waits until nothing is left to be done; what never ends is for the verdict to name. */
async function untilQuiet({ store }: Installation): Promise<void> {
  const isQuiet = async () => {
    for await (const paymentId of store.payments.unfinished()) {
      const payment = await store.payments.find(paymentId);
      if (payment === null || !isAtRest(payment)) return false;
    }
    return true;
  };
  await until('nothing left to be done', isQuiet, LAST_OUTCOME_MS).catch(() => undefined);
}

function isAtRest(payment: Payment): boolean {
  return isBeyondKnowing(payment) && payment.events.every(({ status }) => status === 'delivered');
}

/** Puts the seconds since the beginning before each line. */
function clock(say: (line: string) => void): (line: string) => void {
  const fromMs = performance.now();
  return (line) => {
    const seconds = ((performance.now() - fromMs) / 1000).toFixed(1);
    say(`${seconds.padStart(6)} s  ${line}`);
  };
}

/** The figures of a verdict, for a person. */
export function describeVerdict(verdict: Verdict): string[] {
  const { byState, payments, neverKept, prompts, paidKes, ledgerKes, webhooks } = verdict;
  const states = [...byState].map(([state, count]) => `${count} ${state}`).join(', ');
  const unsent = byState.get('unresolved') ?? 0;
  return [
    `payments:   ${payments}: ${states}; ${neverKept} more were never kept, nor prompted`,
    `unresolved: ${unsent}, each a push that died unsent with its worker, unless named below`,
    `prompts:    ${prompts}, no payment more than one unless it is named below`,
    `money:      KES ${paidKes} by payments, KES ${ledgerKes} by the ledger`,
    `webhooks:   ${webhooks} with valid signatures`,
    `violations: ${verdict.violations.length}`,
    ...verdict.violations.map((violation) => `  ${violation}`),
  ];
}

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { endGuard } from '../../dev/processes/guard';
import { describeVerdict, runCampaign } from './campaign';

const MOST_SEEDS = 1_000_000;
/** Each payment has a phone of its own, and so many are set apart for tests. */
const MOST_PAYMENTS = 10_000;

/**
 * `npm run campaign [-- --payments N --seed N]`: payments through every kind of outage, held
 * against the simulated Safaricom's books. Ends with code 1 where one is wrong.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { payments: { type: 'string' }, seed: { type: 'string' } },
  });
  const verdict = await runCampaign({
    payments: wholeNumber('--payments', values.payments ?? '200', MOST_PAYMENTS),
    seed: wholeNumber('--seed', values.seed ?? String(randomInt(1, MOST_SEEDS)), MOST_SEEDS),
    say,
  });
  for (const line of describeVerdict(verdict)) say(line);
  if (verdict.violations.length > 0) process.exitCode = 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${name} ${text} is not usable: give a whole number from 1 to ${most}.`);
}

main()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  })
  .finally(() => endGuard().then(() => process.exit()));

import type { World } from '../world';
import type { Prompt } from './prompts';

const dailyLimitKes = 500_000;
const sameAmountWindowMs = 120_000;

/** The result code that stops a wish to pay, or undefined (Daraja: M-PESA Express). */
export function paymentRefusal(
  world: World,
  { msisdn, amountKes }: Pick<Prompt, 'msisdn' | 'amountKes'>,
): number | undefined {
  if (world.phones.find(msisdn).balanceKes < amountKes) return 1;
  const { dailyLimitRule } = world.settings.current;
  const spentKes = world.phones.spentTodayKes(msisdn, Date.now());
  return dailyLimitRule && spentKes + amountKes > dailyLimitKes ? 4 : undefined;
}

type Push = Pick<Prompt, 'shortcode' | 'partyB' | 'transactionType' | 'msisdn' | 'amountKes'>;

/**
 * The result with which the core refuses an accepted push without showing a prompt: a wrong
 * pairing of shortcode, till and transaction type is accepted and then fails (Daraja: M-PESA
 * Express, till numbers), and the same amount within two minutes is code 17 where the setting
 * says so.
 */
export function coreRefusal(world: World, push: Push): number | string | undefined {
  const organisation = world.shortcodes.find(push.shortcode);
  if (organisation === undefined) return 'SFC_IC0003';
  if (world.shortcodes.findPayee(push.partyB) === undefined) return 'SFC_IC0003';
  const isTill = push.transactionType === 'CustomerBuyGoodsOnline';
  const rightParty = isTill ? organisation.till : organisation.shortcode;
  if ((organisation.kind === 'store') !== isTill || push.partyB !== rightParty) return 2028;
  return world.settings.current.sameAmountRule && repeatsAmount(world, push) ? 17 : undefined;
}

function repeatsAmount(world: World, push: Push): boolean {
  const sinceMs = Date.now() - sameAmountWindowMs;
  const repeats = world.ledger.filter(
    (movement) =>
      movement.completedAtMs >= sinceMs &&
      movement.msisdn === push.msisdn &&
      movement.amountKes === push.amountKes &&
      movement.shortcode === push.shortcode &&
      movement.kind === 'stk',
  );
  return repeats.length > 0;
}

import type { EventKind } from '../eventFeed';
import { confirmC2b } from '../c2b/confirmC2b';
import { receiptNumber } from '../ledger/receiptNumber';
import { recordPayment } from '../ledger/recordPayment';
import type { World } from '../world';
import { paymentRefusal } from './paymentRefusal';
import type { Outcome, Prompt, PromptState } from './prompts';
import { sendCallbacks } from './sendCallbacks';

/** What can happen to a prompt that is open. */
export type PromptAnswer =
  | 'approve'
  | 'cancel'
  | 'dismiss'
  | 'wrong_pin'
  | 'insufficient_funds'
  | 'pin_locked'
  | 'unreachable'
  | 'expire';

interface Verdict {
  readonly state: Exclude<PromptState, 'open'>;
  readonly event: EventKind;
  readonly outcome: Outcome;
  readonly moneyMoves: boolean;
}

/**
 * Ends an open prompt: moves the money or does not, lets queries see the result, and sends the
 * callback. Resolves when the first callback has arrived; false when the prompt was not open.
 */
export async function answerPrompt(
  world: World,
  prompt: Prompt,
  answer: PromptAnswer,
): Promise<boolean> {
  if (prompt.state !== 'open') return false;
  const verdict = judge(world, prompt, answer);
  world.prompts.close(prompt, verdict.state, Date.now());
  world.events.tell(verdict.event, promptDetails(prompt, verdict.outcome));
  conclude(world, prompt, verdict.outcome, verdict.moneyMoves);
  await sendCallbacks(world, prompt, verdict.outcome);
  return true;
}

/**
 * The money of a prompt that had already expired moves after all, and a success follows; not where
 * a fault has chosen another end.
 */
export async function approveLate(world: World, prompt: Prompt): Promise<void> {
  if (prompt.forcedOutcome !== undefined || paymentRefusal(world, prompt) !== undefined) return;
  const outcome: Outcome = { resultCode: 0 };
  world.prompts.close(prompt, 'approved', Date.now());
  world.events.tell('prompt_approved', { ...promptDetails(prompt, outcome), late: true });
  conclude(world, prompt, outcome, true);
  await sendCallbacks(world, prompt, outcome);
}

function conclude(world: World, prompt: Prompt, outcome: Outcome, moneyMoves: boolean): void {
  prompt.outcome = outcome;
  const organisation = world.shortcodes.find(prompt.shortcode);
  if (!moneyMoves || organisation === undefined) return;
  const movement = recordPayment(world, {
    kind: 'stk',
    organisation,
    partyB: prompt.partyB,
    msisdn: prompt.msisdn,
    amountKes: prompt.amountKes,
    accountReference: prompt.accountReference,
    initiatedAtMs: prompt.acceptedAtMs,
    checkoutRequestId: prompt.checkoutRequestId,
    originatorConversationId: prompt.merchantRequestId,
    receipt: receiptFor(world, prompt),
  });
  prompt.receipt = movement.receipt;
  if (world.settings.current.c2bConfirmStk) confirmC2b(world, movement);
}

/** A new receipt, or by a fault the newest of the ledger again. */
function receiptFor(world: World, { sequence, clashReceipt }: Prompt): string {
  const newest = clashReceipt ? world.ledger.newestPayment() : undefined;
  if (newest !== undefined) return newest.receipt;
  const taken = (receipt: string): boolean => world.ledger.has(receipt);
  return receiptNumber(world.random, `stk:${sequence}`, Date.now(), taken);
}

function judge(world: World, prompt: Prompt, answer: PromptAnswer): Verdict {
  const forced = prompt.forcedOutcome;
  if (forced?.moneyMoves === false) {
    return { state: 'failed', event: 'prompt_failed', outcome: forced, moneyMoves: false };
  }
  // Whatever it is called afterwards, money moves only when somebody approves and has it.
  if (answer !== 'approve') return refusals(world)[answer];
  const resultCode = paymentRefusal(world, prompt);
  if (resultCode !== undefined) return failed(resultCode);
  return {
    state: 'approved',
    event: 'prompt_approved',
    outcome: forced ?? { resultCode: 0 },
    moneyMoves: true,
  };
}

function refusals(world: World): Record<Exclude<PromptAnswer, 'approve'>, Verdict> {
  const timeoutCode = world.settings.current.timeoutResultCode;
  return {
    cancel: { ...failed(1032), state: 'cancelled', event: 'prompt_cancelled' },
    dismiss: { ...failed(1032), state: 'dismissed', event: 'prompt_dismissed' },
    wrong_pin: failed(2001),
    insufficient_funds: failed(1),
    pin_locked: failed(8006),
    unreachable: { ...failed(1037), state: 'unreachable' },
    expire: { ...failed(timeoutCode), state: 'expired', event: 'prompt_expired' },
  };
}

function failed(resultCode: number): Verdict {
  return { state: 'failed', event: 'prompt_failed', outcome: { resultCode }, moneyMoves: false };
}

function promptDetails(prompt: Prompt, outcome: Outcome) {
  return {
    prompt: prompt.sequence,
    merchantRequestId: prompt.merchantRequestId,
    checkoutRequestId: prompt.checkoutRequestId,
    msisdn: prompt.msisdn,
    amountKes: prompt.amountKes,
    resultCode: outcome.resultCode,
  };
}

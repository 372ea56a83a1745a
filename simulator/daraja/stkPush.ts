import type { World } from '../world';
import type { DeliveryFault } from '../faults/faultSchema';
import type { Facts } from '../faults/operations';
import { deliveryFault } from '../payments/callbackPlan';
import {
  answerAtOnce,
  answerOf,
  intentionOf,
  presentPrompt,
  refuseUnshown,
} from '../payments/customer';
import { coreRefusal } from '../payments/paymentRefusal';
import type { Prompt } from '../payments/prompts';
import { sendForgedCallback } from '../payments/sendCallbacks';
import { scalarField } from './fields';
import type { OperationCall } from './operation';
import { jsonReply, merchantRefusal, type Reply } from './reply';
import { readStkPush, type StkPushRequest } from './stkPushRequest';

type PushFacts = Pick<StkPushRequest, 'shortcode' | 'msisdn' | 'amountKes'>;

const busyText =
  'Unable to lock subscriber, a transaction is already in process for the current subscriber';

/**
 * Accepts an STK push and puts a prompt on the phone (Daraja: M-PESA Express). There is no
 * idempotency: the same push twice is two prompts.
 */
export async function stkPush(world: World, call: OperationCall): Promise<Reply> {
  const push = readStkPush(world, call.body);
  const { msisdn } = push;
  if (world.prompts.findOpen(msisdn) !== undefined) throw merchantRefusal(busyText);
  const prompt = newPrompt(world, push);
  world.prompts.add(prompt);
  world.events.tell('push_accepted', {
    prompt: prompt.sequence,
    merchantRequestId: prompt.merchantRequestId,
    checkoutRequestId: prompt.checkoutRequestId,
    msisdn,
    amountKes: prompt.amountKes,
    shortcode: prompt.shortcode,
    accountReference: prompt.accountReference,
  });
  sendForgedCallback(world, prompt);
  await startPrompt(world, prompt);
  return acceptance(world, prompt);
}

/** What fault rules may be matched against in a push that may yet be refused. */
export function stkPushFacts(_world: World, { body }: OperationCall): Facts {
  const amount = scalarField(body, 'Amount');
  return {
    msisdn: scalarField(body, 'PhoneNumber'),
    amountKes: amount === undefined ? undefined : Number(amount),
    shortcode: scalarField(body, 'BusinessShortCode'),
  };
}

function newPrompt(world: World, push: StkPushRequest): Prompt {
  const nowMs = Date.now();
  const { shortcode, msisdn, amountKes } = push;
  const facts = { shortcode, msisdn, amountKes };
  const outcomes = world.faults.claimAll('outcome', 'stk_push', facts);
  const forced = outcomes.find((fault) => fault.kind === 'result_code');
  const refusedWith = coreRefusal(world, push);
  const taken = (id: string): boolean => world.prompts.find(id) !== undefined;
  return {
    ...push,
    sequence: world.identifiers.next('prompt'),
    merchantRequestId: world.identifiers.requestId(nowMs, 'merchant'),
    checkoutRequestId: world.identifiers.checkoutRequestId(msisdn, nowMs, taken),
    acceptedAtMs: nowMs,
    deliveryFaults: deliveryFaults(world, facts, refusedWith === undefined),
    ...(forced === undefined ? {} : { forcedOutcome: forcedOutcome(forced) }),
    // What the core refuses never comes so far as to end in another way.
    ...(refusedWith === undefined
      ? {}
      : { forcedOutcome: { resultCode: refusedWith, moneyMoves: false } }),
    clashReceipt: outcomes.some((fault) => fault.kind === 'receipt_clash'),
    refusedByCore: refusedWith !== undefined,
    shown: false,
    state: 'open',
    queries: 0,
  };
}

/** A callback can overtake the answer only when a phone answers the prompt by itself. */
function deliveryFaults(world: World, facts: PushFacts, isShown: boolean): DeliveryFault[] {
  const { behaviour } = intentionOf(world, facts.msisdn, facts.amountKes);
  const answersItself = isShown && answerOf(behaviour) !== undefined;
  const accepts = (fault: DeliveryFault): boolean =>
    answersItself || fault.kind !== 'callback_before_response';
  return world.faults.claimAll('delivery', 'stk_push', facts, accepts);
}

function forcedOutcome(fault: {
  resultCode: number | string;
  resultDesc?: string | undefined;
  moneyMoves: boolean;
}): NonNullable<Prompt['forcedOutcome']> {
  const { resultCode, resultDesc, moneyMoves } = fault;
  return { resultCode, moneyMoves, ...(resultDesc === undefined ? {} : { resultDesc }) };
}

async function startPrompt(world: World, prompt: Prompt): Promise<void> {
  if (prompt.refusedByCore) {
    refuseUnshown(world, prompt);
    return;
  }
  const intention = intentionOf(world, prompt.msisdn, prompt.amountKes);
  const early = deliveryFault(prompt.deliveryFaults, 'callback_before_response');
  const answer = answerOf(intention.behaviour);
  if (early === undefined || answer === undefined) {
    presentPrompt(world, prompt, intention);
    return;
  }
  await answerAtOnce(world, prompt, answer);
  await new Promise((resolve) => setTimeout(resolve, early.holdMs));
}

/** ResponseCode is a string in Safaricom's samples; one public simulator sends a number. */
function acceptance(world: World, prompt: Prompt): Reply {
  const text = 'Success. Request accepted for processing';
  return jsonReply(200, {
    MerchantRequestID: prompt.merchantRequestId,
    CheckoutRequestID: prompt.checkoutRequestId,
    ResponseCode: world.settings.current.responseCodeType === 'number' ? 0 : '0',
    ResponseDescription: text,
    CustomerMessage: text,
  });
}

import { fakeReceipt } from '../ledger/receiptNumber';
import type { SeededRandom } from '../seededRandom';
import type { DeliveryFault } from '../faults/faultSchema';
import type { Settings } from '../settings';
import { malform } from './malformedCallback';
import type { Outcome, Prompt } from './prompts';
import { resultDesc, type ResultCode } from './resultCodes';
import { stkCallbackBody, type StkCallback } from './stkCallbackBody';

/** One POST of a callback that is to happen. */
export interface PlannedCallback {
  readonly afterMs: number;
  readonly body: string;
  readonly contentType?: string;
}

interface PlanInput {
  readonly prompt: Prompt;
  readonly outcome: Outcome;
  readonly balanceCents: number;
  readonly settings: Settings;
  readonly random: SeededRandom;
}

type FaultOf<K extends DeliveryFault['kind']> = Extract<DeliveryFault, { kind: K }>;

/** The fault of one kind that strikes the callbacks of a payment, if any does. */
export function deliveryFault<K extends DeliveryFault['kind']>(
  faults: readonly DeliveryFault[],
  kind: K,
): FaultOf<K> | undefined {
  return faults.find((fault): fault is FaultOf<K> => fault.kind === kind);
}

/** Which callbacks a finished payment sends, and when; without faults exactly one. */
export function planCallbacks(input: PlanInput): PlannedCallback[] {
  const { prompt, settings } = input;
  const faults = prompt.deliveryFaults;
  if (deliveryFault(faults, 'callback_lost') !== undefined) return [];
  const early = deliveryFault(faults, 'callback_before_response') !== undefined;
  const late = deliveryFault(faults, 'callback_late')?.delayMs ?? 0;
  const afterMs = (early ? 0 : settings.callbackDelayMs) + late;
  const callbacks = contradicted(input).map(({ callback, gapMs }) => ({
    afterMs: afterMs + gapMs,
    ...written(callback, input),
  }));
  const doubled = deliveryFault(faults, 'callback_doubled');
  if (doubled === undefined) return callbacks;
  return callbacks.flatMap((planned) =>
    Array.from({ length: doubled.copies }, (_, copy) => ({
      ...planned,
      afterMs: planned.afterMs + copy * doubled.gapMs,
    })),
  );
}

/** A callback made up by an attacker or a broken gateway while the prompt is still open. */
export function forgedCallback(input: Omit<PlanInput, 'outcome'>): PlannedCallback | undefined {
  const { prompt, settings } = input;
  const forged = deliveryFault(prompt.deliveryFaults, 'callback_forged');
  if (forged === undefined) return undefined;
  const genuine = callbackOf(input, forged.resultCode, undefined);
  const callback = withMetadata(genuine, {
    amount: forged.amountKes,
    receipt: forged.receipt,
    phone: forged.msisdn,
  });
  return { afterMs: forged.delayMs, body: stkCallbackBody(callback, settings.balanceItem) };
}

function withMetadata(
  callback: StkCallback,
  changes: {
    amount?: number | undefined;
    receipt?: string | undefined;
    phone?: string | undefined;
  },
): StkCallback {
  const { metadata } = callback;
  if (metadata === undefined) return callback;
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...callback, metadata: { ...metadata, ...Object.fromEntries(given) } };
}

function contradicted(input: PlanInput): { callback: StkCallback; gapMs: number }[] {
  const { resultCode, resultDesc: text } = input.outcome;
  const fault = deliveryFault(input.prompt.deliveryFaults, 'callback_contradictory');
  if (fault === undefined) return [{ callback: callbackOf(input, resultCode, text), gapMs: 0 }];
  const fail = callbackOf(input, resultCode === 0 ? fault.failResultCode : resultCode, undefined);
  const success = callbackOf(input, 0, undefined);
  const [first, second] = fault.order === 'fail_then_success' ? [fail, success] : [success, fail];
  return [
    { callback: first, gapMs: 0 },
    { callback: second, gapMs: fault.gapMs },
  ];
}

function callbackOf(
  input: Omit<PlanInput, 'outcome'>,
  resultCode: ResultCode,
  text: string | undefined,
): StkCallback {
  const { prompt, random, balanceCents, settings } = input;
  const common = {
    merchantRequestId: prompt.merchantRequestId,
    checkoutRequestId: prompt.checkoutRequestId,
    resultCode,
    resultDesc: text ?? resultDesc(resultCode, 'callback', settings.cancelledText),
  };
  if (resultCode !== 0) return common;
  const completedAtMs = prompt.resolvedAtMs ?? prompt.acceptedAtMs;
  const receipt = prompt.receipt ?? fakeReceipt(random, prompt.sequence, completedAtMs);
  const metadata = { receipt, completedAtMs, balanceCents, phone: prompt.msisdn };
  return { ...common, metadata: { ...metadata, amount: prompt.amountKes } };
}

function written(
  callback: StkCallback,
  { prompt, settings }: PlanInput,
): { body: string; contentType?: string } {
  const fault = deliveryFault(prompt.deliveryFaults, 'callback_malformed');
  if (fault !== undefined) return malform(callback, fault, settings.balanceItem);
  return { body: stkCallbackBody(callback, settings.balanceItem) };
}

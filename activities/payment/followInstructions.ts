import { verdictOn } from '../../domain/payment/decide';
import { followInstruction } from '../../domain/payment/followInstruction';
import type { Instruction, InstructionResult } from '../../domain/payment/instruction';
import type { PaymentId } from '../../domain/values/ids';
import { maskText } from '../../telemetry/redaction/lastResortMask';
import { changePayment } from './changePayment';
import { decisionContext } from './decisionContext';
import type { PaymentDependencies } from './dependencies';
import { progressOf, type PaymentProgress } from './paymentProgress';

interface Following {
  readonly paymentId: PaymentId;
  readonly nowMs: number;
  readonly progress: PaymentProgress;
}

interface AllFollowed {
  readonly progress: PaymentProgress;
  /** What each instruction came to, in their order. */
  readonly results: readonly InstructionResult[];
}

/**
 * Carries out what operators told the workflow to do, each by one compare-and-set write over the
 * payment as it is stored. Safe to repeat: an instruction that was carried out says so again.
 * @throws StorageContentionError when others kept writing first; retry it.
 */
export async function followInstructions(
  deps: PaymentDependencies,
  { paymentId, nowMs, progress: before }: Following,
  instructions: readonly Instruction[],
): Promise<AllFollowed> {
  let progress = before;
  const results: InstructionResult[] = [];
  for (const instruction of instructions) {
    const followed = await follow(deps, { paymentId, nowMs, progress }, instruction);
    progress = followed.progress;
    results.push(followed.result);
  }
  return { progress, results };
}

async function follow(
  deps: PaymentDependencies,
  { paymentId, nowMs, progress: { asked } }: Following,
  given: Instruction,
) {
  // The history of a payment is kept for good, and no whole number may be in it.
  const instruction = { ...given, reason: maskText(given.reason) };
  const { receipt } = instruction;
  const isHeld =
    receipt !== null && (await deps.store.payments.isHeldElsewhere(receipt, paymentId));
  return changePayment(deps, { paymentId, held: null }, async (before, clashes) => {
    const settings = { isQueryRefused: false, receiptTaken: isHeld || clashes.receiptTaken };
    const context = await decisionContext(deps, before, settings);
    const acting = { nowMs, host: deps.host };
    const { payment, result } = followInstruction(before, instruction, context, acting);
    const verdict = verdictOn(payment, { ...context, receiptTaken: false }, nowMs);
    const progress = progressOf(payment, { ...context, verdict, nowMs, asked });
    return { after: payment, result: { progress, result } };
  });
}

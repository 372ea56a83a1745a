import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { PaymentProgress } from '../../activities/payment/paymentProgress';
import type { Notice } from '../../domain/evidence/notice';
import { isId } from '../../domain/values/ids';
import { askNow, type UpdateRefusal } from '../messages';

interface Heeded {
  /** Null while the prompt is still being sent. */
  readonly progress: () => PaymentProgress | null;
  readonly hear: (notice: Notice) => void;
}

/**
 * Lets operators order what a payment's workflow does. A wrong order is refused before it enters
 * the workflow's history. An order is only noted here, so that no handler is at work when the
 * workflow ends.
 */
export function heedOperators({ progress, hear }: Heeded): void {
  setHandler(
    askNow,
    () => {
      hear({ kind: 'ask_now' });
      return undefined;
    },
    {
      validator: (given: unknown) => {
        if (!isAskNow(given)) throw refusal('malformed');
        if (progress()?.state === 'succeeded') throw refusal('already_decided');
      },
      description: 'An operator wants Safaricom asked at once.',
    },
  );
}

/** A raw client of the engine can send anything. */
function isAskNow(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  const { operatorId, reason } = given as Record<string, unknown>;
  const isOperator = typeof operatorId === 'string' && isId('operator', operatorId);
  return isOperator && typeof reason === 'string' && reason.trim() !== '';
}

function refusal(type: UpdateRefusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`The update is refused: ${type}`, type);
}

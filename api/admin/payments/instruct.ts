import type { AuditDetail } from '../../../domain/audit/auditEntry';
import type { OperatorPrincipal } from '../../../domain/merchant/principal';
import type { Payment } from '../../../domain/payment/payment';
import type { PaymentId } from '../../../domain/values/ids';
import type { InstructInput } from '../../../engine/ports';
import { maskText } from '../../../telemetry/redaction/lastResortMask';
import { NO_SUCH_PAYMENT } from '../../contract/idField';
import type { ApiDependencies } from '../../dependencies';
import { engineError } from '../../http/engineError';
import { AppError } from '../../http/errors';
import { actorOf } from '../fields';
import { refusalError } from './refusalError';

interface Instructing {
  readonly payment: Payment;
  readonly action: string;
  readonly detail: AuditDetail;
  readonly instruction: InstructInput['instruction'];
}

/** The payment as it is stored now. */
export async function knownPayment(
  { store }: ApiDependencies,
  paymentId: PaymentId,
): Promise<Payment> {
  const payment = await store.payments.find(paymentId);
  if (payment === null) throw new AppError('not_found', NO_SUCH_PAYMENT);
  return payment;
}

/**
 * Has a payment's workflow carry out an instruction, and says what it came to. Its audit entry is
 * written first, and the entry's number names it: sent again, the same one is carried out once.
 */
export async function instruct(
  deps: ApiDependencies,
  principal: OperatorPrincipal,
  { payment, action, detail, instruction }: Instructing,
): Promise<'attached' | 'proposed' | 'decided'> {
  // The audit log and the histories are kept for good, and no whole number may be in them.
  const reason = maskText(instruction.reason);
  const subject = { kind: 'payment', id: payment.paymentId };
  const draft = { who: actorOf(principal), action, subject, detail, why: reason };
  return deps.store.auditLog.record(draft, async ({ seq }) => {
    const { operatorId } = principal;
    const masked = { ...instruction, reason };
    const instructionId = `audit-${seq}`;
    const result = await sent(deps, { payment, operatorId, instructionId, instruction: masked });
    if (result.kind === 'refused') throw refusalError(result.refusal);
    return result.kind;
  });
}

async function sent({ engine }: ApiDependencies, input: InstructInput) {
  try {
    return await engine.instruct(input);
  } catch (cause) {
    throw engineError(cause, {
      kept: 'The instruction may still be carried out',
      repeat: 'after a look at the payment; what was carried out meanwhile is not done twice',
    });
  }
}

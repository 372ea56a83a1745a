import type { z } from 'zod';
import type { Evidence } from '../../../domain/evidence/evidence';
import { evidenceViewOf, type EvidenceView } from '../../../domain/payment/evidenceView';
import type { Payment } from '../../../domain/payment/payment';
import { viewOf } from '../../../domain/payment/view';
import { maskText } from '../../../telemetry/redaction/lastResortMask';
import type { paymentSchema } from './paymentSchema';

export type PresentedPayment = z.infer<typeof paymentSchema>;

/** A payment as every answer shows it, with how it came to be so and what is known of its money. */
export function presentPayment(payment: Payment): PresentedPayment {
  const timeline = payment.history.map(({ atMs, step, to, detail }) => ({
    at: new Date(atMs).toISOString(),
    step,
    state: to,
    detail,
  }));
  return { ...viewOf(payment), timeline, evidence: payment.evidence.map(presentEvidence) };
}

/** A code or a receipt that came in a callback can be anybody's text, a phone number too. */
function presentEvidence(evidence: Evidence): EvidenceView {
  const view = evidenceViewOf(evidence);
  return {
    ...view,
    resultCode: view.resultCode && maskText(view.resultCode),
    receipt: view.receipt && maskText(view.receipt),
  };
}

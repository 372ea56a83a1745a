import { deniesPayment } from '../evidence/denials';
import type { Evidence } from '../evidence/evidence';
import { resultCodeRule, type Proof } from '../evidence/resultCodes';

/** What one piece of evidence says, alone; what all of them prove, the judge says. */
export const EVIDENCE_SAYS = [
  'paid',
  'not_paid',
  'not_paid_yet',
  'pending',
  'nothing',
] as const satisfies readonly Proof[];

/** A piece of evidence as merchants see it. It holds no number of the payer's phone. */
export interface EvidenceView {
  readonly at: string;
  readonly source: Evidence['kind'];
  readonly says: Proof;
  readonly resultCode: string | null;
  readonly meaning: string | null;
  readonly receipt: string | null;
  readonly amountKes: number | null;
}

/** Who paid is left out, even masked: the payment's own number is what the merchant knows. */
export function evidenceViewOf(evidence: Evidence): EvidenceView {
  const { kind: source, atMs } = evidence;
  return {
    at: new Date(atMs).toISOString(),
    source,
    resultCode: null,
    meaning: null,
    receipt: null,
    amountKes: null,
    ...saidBy(evidence),
  };
}

function saidBy(
  evidence: Evidence,
): Pick<EvidenceView, 'says'> & Partial<Omit<EvidenceView, 'at' | 'source'>> {
  switch (evidence.kind) {
    case 'callback': {
      const { proof: says, meaning } = resultCodeRule(evidence.resultCode);
      return { says, meaning, resultCode: evidence.resultCode, ...moneyIn(evidence) };
    }
    case 'stk_query': {
      const { proof: says, meaning } = resultCodeRule(evidence.resultCode);
      return { says, meaning, resultCode: evidence.resultCode };
    }
    case 'transaction_status': {
      // Its result code is about the question; whether money moved, the status says.
      const otherwise = deniesPayment(evidence) ? 'not_paid' : 'nothing';
      const isPaid = evidence.status === 'Completed' && evidence.isForeign !== true;
      const says = isPaid ? 'paid' : otherwise;
      return { says, resultCode: evidence.resultCode, ...moneyIn(evidence) };
    }
    case 'unreadable_callback':
      return { says: 'nothing' };
    case 'operator_receipt':
      return { says: 'nothing', receipt: evidence.receipt };
    case 'operator_decision':
      return { says: evidence.decision, receipt: evidence.receipt };
    case 'c2b_confirmation':
    case 'pull_row':
    case 'statement_row':
      return { says: 'paid', ...moneyIn(evidence) };
  }
}

interface Money {
  readonly receipt: string | null;
  readonly amountCents: number | null;
}

function moneyIn({ receipt, amountCents }: Money): Pick<EvidenceView, 'receipt' | 'amountKes'> {
  return { receipt, amountKes: amountCents === null ? null : amountCents / 100 };
}

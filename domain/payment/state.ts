import type { Cell, Machine } from '../machine/machine';

/** What a payment can be, in the order in which a happy one passes through. */
export const PAYMENT_STATES = [
  'created',
  'prompting',
  'awaiting_customer',
  'verifying',
  'unresolved',
  'needs_review',
  'succeeded',
  'failed',
] as const;

export type PaymentState = (typeof PAYMENT_STATES)[number];

/** What can happen to a payment. Each is one line of its history. */
export const PAYMENT_STEPS = [
  'push_reserved',
  'push_not_sent',
  'push_refused',
  'push_unknown',
  'push_accepted',
  'prompt_abandoned',
  'callback_received',
  'callback_missing',
  'proved_paid',
  'proved_unpaid',
  'not_provable_yet',
  'evidence_conflicts',
  'horizon_passed',
  'stopped',
  'late_success',
  'late_conflict',
  'grade_raised',
  'receipt_attached',
  'receipt_shown',
  'decision_proposed',
  'decided_paid',
  'decided_not_paid',
  'decision_contradicted',
  'late_success_held',
] as const;

export type PaymentStep = (typeof PAYMENT_STEPS)[number];

type Row = Readonly<Record<PaymentStep, Cell<PaymentState>>>;

const NEVER: Row = Object.fromEntries(
  PAYMENT_STEPS.map((step) => [step, 'never']),
) as unknown as Row;

/** The steps by which evidence moves a payment whose outcome is still open. */
const JUDGED = {
  proved_paid: 'succeeded',
  proved_unpaid: 'failed',
  not_provable_yet: 'unresolved',
  evidence_conflicts: 'needs_review',
  horizon_passed: 'needs_review',
  // A rule was broken while it was worked on: a person must look, and the merchant is told.
  stopped: 'needs_review',
} as const;

/** The whole life of a payment: for every state and every step, the next state. */
const TRANSITIONS: Readonly<Record<PaymentState, Row>> = {
  created: {
    ...NEVER,
    push_reserved: 'prompting',
    prompt_abandoned: 'failed',
    callback_received: 'verifying',
    // Money can be seen for a payment whose prompt was never sent: someone paid by hand.
    proved_paid: 'succeeded',
    evidence_conflicts: 'needs_review',
    stopped: 'needs_review',
  },
  prompting: {
    ...NEVER,
    ...JUDGED,
    receipt_shown: 'prompting',
    push_not_sent: 'created',
    push_refused: 'failed',
    push_unknown: 'unresolved',
    push_accepted: 'awaiting_customer',
    callback_received: 'verifying',
  },
  awaiting_customer: {
    ...NEVER,
    ...JUDGED,
    callback_received: 'verifying',
    callback_missing: 'verifying',
    receipt_shown: 'awaiting_customer',
  },
  verifying: {
    ...NEVER,
    ...JUDGED,
    push_accepted: 'verifying',
    callback_received: 'verifying',
    receipt_shown: 'verifying',
  },
  unresolved: {
    ...NEVER,
    ...JUDGED,
    // The answer that was given up for lost came after all.
    push_accepted: 'unresolved',
    push_refused: 'failed',
    callback_received: 'unresolved',
    receipt_shown: 'unresolved',
    not_provable_yet: 'never',
  },
  needs_review: {
    ...NEVER,
    proved_paid: 'succeeded',
    proved_unpaid: 'failed',
    callback_received: 'needs_review',
    receipt_shown: 'needs_review',
    // A person decides, and above the merchant's limit a second one agrees.
    decision_proposed: 'needs_review',
    decided_paid: 'succeeded',
    decided_not_paid: 'failed',
  },
  succeeded: {
    ...NEVER,
    callback_received: 'succeeded',
    evidence_conflicts: 'succeeded',
    grade_raised: 'succeeded',
    receipt_attached: 'succeeded',
    receipt_shown: 'succeeded',
  },
  failed: {
    ...NEVER,
    callback_received: 'failed',
    evidence_conflicts: 'failed',
    late_success: 'succeeded',
    // Safaricom itself says that money moved, and other evidence does not agree on which.
    late_conflict: 'needs_review',
    receipt_shown: 'failed',
    // A person said that nobody paid, and a source that nobody had heard says otherwise.
    decision_contradicted: 'needs_review',
    // The merchant wants a person to look before a refusal becomes a success.
    late_success_held: 'needs_review',
  },
};

export const PAYMENT_MACHINE: Machine<PaymentState, PaymentStep> = {
  subject: 'payment',
  initial: 'created',
  states: PAYMENT_STATES,
  steps: PAYMENT_STEPS,
  transitions: TRANSITIONS,
};

/** Whether money may still move, as far as anybody can prove. */
export function isOpen(state: PaymentState): boolean {
  return state !== 'succeeded' && state !== 'failed';
}

export function isLegal(state: PaymentState, step: PaymentStep): boolean {
  return TRANSITIONS[state][step] !== 'never';
}

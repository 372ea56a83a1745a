import { nextState as next } from '../../../domain/machine/machine';
import {
  isOpen,
  PAYMENT_MACHINE,
  PAYMENT_STEPS,
  PAYMENT_STATES,
  type PaymentStep,
  type PaymentState,
} from '../../../domain/payment/state';

const TRANSITIONS = PAYMENT_MACHINE.transitions;

function nextState(state: PaymentState, step: PaymentStep) {
  return next(PAYMENT_MACHINE, state, step);
}

const PAIRS = PAYMENT_STATES.flatMap((state) =>
  PAYMENT_STEPS.map((step) => ({ state, step, to: nextState(state, step) })),
);

/** Every state that can follow, by any number of steps. */
function reachableFrom(start: PaymentState): Set<PaymentState> {
  const seen = new Set<PaymentState>([start]);
  for (const state of seen) {
    for (const step of PAYMENT_STEPS) {
      const to = nextState(state, step);
      if (to !== 'never') seen.add(to);
    }
  }
  return seen;
}

describe('the table of payment states', () => {
  it('is total: every state answers every step with a state or with never', () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...PAYMENT_STATES].sort());
    for (const state of PAYMENT_STATES) {
      expect(Object.keys(TRANSITIONS[state]).sort()).toEqual([...PAYMENT_STEPS].sort());
    }
    for (const { to } of PAIRS) expect([...PAYMENT_STATES, 'never']).toContain(to);
  });

  // Guarantees that a success stays a success for good (M9).
  it('leads nowhere from succeeded', () => {
    expect([...reachableFrom('succeeded')]).toEqual(['succeeded']);
  });

  it('leads from failed only where Safaricom itself says that money moved (M9)', () => {
    const leaving = PAIRS.filter(
      (p) => p.state === 'failed' && !['failed', 'never'].includes(p.to),
    );
    expect(leaving).toEqual([
      { state: 'failed', step: 'late_success', to: 'succeeded' },
      { state: 'failed', step: 'late_conflict', to: 'needs_review' },
      // The same two ways, where the answer is left to a person.
      { state: 'failed', step: 'decision_contradicted', to: 'needs_review' },
      { state: 'failed', step: 'late_success_held', to: 'needs_review' },
    ]);
  });

  // Guarantees that there is no way back to a prompt once one may be on the phone (M1, M2).
  it('reserves a push in created alone, and returns there only when nothing was sent', () => {
    const reservations = PAIRS.filter((p) => p.step === 'push_reserved' && p.to !== 'never');
    expect(reservations).toEqual([{ state: 'created', step: 'push_reserved', to: 'prompting' }]);
    const returns = PAIRS.filter((p) => p.to === 'created');
    expect(returns).toEqual([{ state: 'prompting', step: 'push_not_sent', to: 'created' }]);
  });

  it('reaches every state, and an end from every state', () => {
    expect([...reachableFrom('created')].sort()).toEqual([...PAYMENT_STATES].sort());
    for (const state of PAYMENT_STATES) expect(reachableFrom(state).has('succeeded')).toBe(true);
  });

  it('has a use for every step', () => {
    for (const step of PAYMENT_STEPS) {
      expect(PAIRS.some((p) => p.step === step && p.to !== 'never')).toBe(true);
    }
  });

  it('takes a callback in every state', () => {
    for (const state of PAYMENT_STATES) {
      expect(nextState(state, 'callback_received')).not.toBe('never');
    }
  });

  it('calls open all but the decided states', () => {
    expect(PAYMENT_STATES.filter((state) => !isOpen(state))).toEqual(['succeeded', 'failed']);
    expect(isOpen('succeeded')).toBe(false);
    expect(isOpen('failed')).toBe(false);
  });
});

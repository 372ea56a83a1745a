import {
  isOpen,
  nextState,
  PAYMENT_STEPS,
  PAYMENT_STATES,
  TRANSITIONS,
  type PaymentState,
} from '../../../domain/payment/state';

const PAIRS = PAYMENT_STATES.flatMap((state) =>
  PAYMENT_STEPS.map((event) => ({ state, event, to: nextState(state, event) })),
);

/** Every state that can follow, by any number of events. */
function reachableFrom(start: PaymentState): Set<PaymentState> {
  const seen = new Set<PaymentState>([start]);
  for (const state of seen) {
    for (const event of PAYMENT_STEPS) {
      const to = nextState(state, event);
      if (to !== 'never') seen.add(to);
    }
  }
  return seen;
}

describe('the table of payment states', () => {
  it('is total: every state answers every event with a state or with never', () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...PAYMENT_STATES].sort());
    for (const state of PAYMENT_STATES) {
      expect(Object.keys(TRANSITIONS[state]).sort()).toEqual([...PAYMENT_STEPS].sort());
    }
    for (const { to } of PAIRS) expect([...PAYMENT_STATES, 'never']).toContain(to);
  });

  // Guarantees that a success stays a success for ever (M9).
  it('leads nowhere from succeeded', () => {
    expect([...reachableFrom('succeeded')]).toEqual(['succeeded']);
  });

  it('leads from failed only where Safaricom itself says that money moved (M9)', () => {
    const leaving = PAIRS.filter(
      (p) => p.state === 'failed' && !['failed', 'never'].includes(p.to),
    );
    expect(leaving).toEqual([
      { state: 'failed', event: 'late_success', to: 'succeeded' },
      { state: 'failed', event: 'late_conflict', to: 'needs_review' },
    ]);
  });

  // Guarantees that there is no way back to a prompt once one may be on the phone (M1, M2).
  it('claims a push in created alone, and returns there only when nothing was sent', () => {
    const claims = PAIRS.filter((p) => p.event === 'push_reserved' && p.to !== 'never');
    expect(claims).toEqual([{ state: 'created', event: 'push_reserved', to: 'prompting' }]);
    const returns = PAIRS.filter((p) => p.to === 'created');
    expect(returns).toEqual([{ state: 'prompting', event: 'push_not_sent', to: 'created' }]);
  });

  it('reaches every state, and an end from every state', () => {
    expect([...reachableFrom('created')].sort()).toEqual([...PAYMENT_STATES].sort());
    for (const state of PAYMENT_STATES) expect(reachableFrom(state).has('succeeded')).toBe(true);
  });

  it('has a use for every event', () => {
    for (const event of PAYMENT_STEPS) {
      expect(PAIRS.some((p) => p.event === event && p.to !== 'never')).toBe(true);
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

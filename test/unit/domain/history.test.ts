import fc from 'fast-check';
import { appendHistory, historyFault, type HistoryEntry } from '../../../domain/machine/history';
import { nextState } from '../../../domain/machine/machine';
import { InvariantError } from '../../../domain/values/invariant';
import {
  PAYMENT_MACHINE,
  PAYMENT_STEPS,
  type PaymentState,
  type PaymentStep,
} from '../../../domain/payment/state';
import { CREATED_AT_MS, host, newId } from './builders';
import '../propertySeed';

const PAYMENT_ID = newId('payment');

type Entry = HistoryEntry<PaymentState, PaymentStep>;

function happyHistory(): Entry[] {
  const steps = [
    ['created', 'push_reserved', null],
    ['prompting', 'push_accepted', null],
    ['awaiting_customer', 'callback_received', null],
    ['verifying', 'proved_paid', 'corroborated'],
  ] as const;
  return steps.reduce<Entry[]>(
    (history, [from, step, detail], index) =>
      appendHistory(
        PAYMENT_MACHINE,
        history,
        { subjectId: PAYMENT_ID, from, step, atMs: CREATED_AT_MS + index * 1_000, detail },
        host.sha256,
      ),
    [],
  );
}

function faultOf(history: readonly Entry[], state: PaymentState = 'succeeded') {
  return historyFault(PAYMENT_MACHINE, { id: PAYMENT_ID, history, state }, host.sha256);
}

function withEntry(index: number, change: Partial<Entry>): Entry[] {
  return happyHistory().map((entry, i) => (i === index ? { ...entry, ...change } : entry));
}

describe('the history of a payment', () => {
  it.each<[string, Partial<Entry>]>([
    ['the sequence', { sequence: 7 }],
    ['the step', { step: 'evidence_conflicts' }],
    ['where it started', { from: 'unresolved' }],
    ['where it led', { to: 'failed' }],
    ['the time', { atMs: CREATED_AT_MS + 1_001 }],
    ['the time, backwards', { atMs: 1 }],
    ['the detail', { detail: 'settled' }],
    ['the link', { previousHash: 'a'.repeat(64) }],
    ['the hash', { hash: 'a'.repeat(64) }],
  ])('shows when someone changed %s of any entry', (_field, change) => {
    for (const index of happyHistory().keys()) {
      expect(faultOf(withEntry(index, change))).not.toBeNull();
    }
  });

  it('shows when the stored state is not where it ends', () => {
    expect(faultOf(happyHistory(), 'failed')).toBe('the state is not where the history ends');
    expect(faultOf([], 'succeeded')).toBe('the state is not where the history ends');
  });

  it('shows when it was moved over from another payment', () => {
    const fault = historyFault(
      PAYMENT_MACHINE,
      { id: newId('payment'), history: happyHistory(), state: 'succeeded' },
      host.sha256,
    );
    expect(fault).toBe('entry 1: was altered');
  });

  it('shows when entries were dropped or swapped', () => {
    const history = happyHistory();
    for (const index of history.keys()) {
      expect(faultOf(history.filter((_, i) => i !== index))).not.toBeNull();
    }
    expect(faultOf([...history].reverse())).not.toBeNull();
  });

  // Guarantees that re-hashing one altered entry is not enough: the next one still names the old.
  it('shows an entry that was altered and hashed again', () => {
    const history = happyHistory();
    const [forged] = appendHistory(
      PAYMENT_MACHINE,
      [],
      {
        subjectId: PAYMENT_ID,
        from: 'created',
        step: 'push_reserved',
        atMs: CREATED_AT_MS,
        detail: 'forged',
      },
      host.sha256,
    );
    expect(faultOf(forged ? [forged, ...history.slice(1)] : [])).toBe('entry 2: chain is broken');
  });

  it('refuses to write a transition that the table does not have', () => {
    const append = () =>
      appendHistory(
        PAYMENT_MACHINE,
        happyHistory(),
        {
          subjectId: PAYMENT_ID,
          from: 'succeeded',
          step: 'proved_unpaid',
          atMs: CREATED_AT_MS,
          detail: null,
        },
        host.sha256,
      );
    expect(append).toThrow(InvariantError);
  });

  it('keeps its order when a clock runs behind', () => {
    const history = appendHistory(
      PAYMENT_MACHINE,
      happyHistory(),
      {
        subjectId: PAYMENT_ID,
        from: 'succeeded',
        step: 'callback_received',
        atMs: CREATED_AT_MS - 60_000,
        detail: null,
      },
      host.sha256,
    );
    expect(history.at(-1)?.atMs).toBe(CREATED_AT_MS + 3_000);
    expect(faultOf(history)).toBeNull();
  });

  it('is sound as it is written', () => {
    expect(faultOf(happyHistory())).toBeNull();
    expect(faultOf([], 'created')).toBeNull();
  });

  it('is sound for every walk through the table', () => {
    const walk = fc.array(fc.constantFrom(...PAYMENT_STEPS), { maxLength: 30 });
    fc.assert(
      fc.property(walk, fc.array(fc.nat(), { minLength: 30 }), (steps, times) => {
        let state: PaymentState = 'created';
        let history: Entry[] = [];
        for (const [index, step] of steps.entries()) {
          const to: PaymentState | 'never' = nextState(PAYMENT_MACHINE, state, step);
          if (to === 'never') continue;
          const atMs = times[index] ?? 0;
          const happening = { subjectId: PAYMENT_ID, from: state, step, atMs, detail: null };
          history = appendHistory(PAYMENT_MACHINE, history, happening, host.sha256);
          state = to;
        }
        expect(faultOf(history, state)).toBeNull();
      }),
    );
  });
});

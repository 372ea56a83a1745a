import fc from 'fast-check';
import { appendHistory, historyFault, type HistoryEntry } from '../../../domain/machine/history';
import { InvariantError } from '../../../domain/values/invariant';
import { PAYMENT_STEPS, nextState, type PaymentState } from '../../../domain/payment/state';
import { CREATED_AT_MS, host, newId } from './builders';
import '../propertySeed';

const PAYMENT_ID = newId('payment');

function happyHistory(): HistoryEntry[] {
  const steps = [
    ['created', 'push_reserved', null],
    ['prompting', 'push_accepted', null],
    ['awaiting_customer', 'callback_received', null],
    ['verifying', 'proved_paid', 'corroborated'],
  ] as const;
  return steps.reduce<HistoryEntry[]>(
    (history, [from, event, detail], index) =>
      appendHistory(
        history,
        { paymentId: PAYMENT_ID, from, event, atMs: CREATED_AT_MS + index * 1_000, detail },
        host.sha256,
      ),
    [],
  );
}

function faultOf(history: readonly HistoryEntry[], state: PaymentState = 'succeeded') {
  return historyFault(PAYMENT_ID, history, state, host.sha256);
}

function withEntry(index: number, change: Partial<HistoryEntry>): HistoryEntry[] {
  return happyHistory().map((entry, i) => (i === index ? { ...entry, ...change } : entry));
}

describe('the history of a payment', () => {
  it.each<[string, Partial<HistoryEntry>]>([
    ['the sequence', { sequence: 7 }],
    ['the event', { event: 'evidence_conflicts' }],
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
    const fault = historyFault(newId('payment'), happyHistory(), 'succeeded', host.sha256);
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
  it('shows an entry that was altered and hashed anew', () => {
    const history = happyHistory();
    const [forged] = appendHistory(
      [],
      {
        paymentId: PAYMENT_ID,
        from: 'created',
        event: 'push_reserved',
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
        happyHistory(),
        {
          paymentId: PAYMENT_ID,
          from: 'succeeded',
          event: 'proved_unpaid',
          atMs: CREATED_AT_MS,
          detail: null,
        },
        host.sha256,
      );
    expect(append).toThrow(InvariantError);
  });

  it('keeps its order when a clock runs behind', () => {
    const history = appendHistory(
      happyHistory(),
      {
        paymentId: PAYMENT_ID,
        from: 'succeeded',
        event: 'callback_received',
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
      fc.property(walk, fc.array(fc.nat(), { minLength: 30 }), (events, times) => {
        let state: PaymentState = 'created';
        let history: HistoryEntry[] = [];
        for (const [index, event] of events.entries()) {
          const to = nextState(state, event);
          if (to === 'never') continue;
          const atMs = times[index] ?? 0;
          const happening = { paymentId: PAYMENT_ID, from: state, event, atMs, detail: null };
          history = appendHistory(history, happening, host.sha256);
          state = to;
        }
        expect(faultOf(history, state)).toBeNull();
      }),
    );
  });
});

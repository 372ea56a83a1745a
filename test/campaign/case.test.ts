import type { Payment } from '../../domain/payment/payment';
import { freshPayment } from '../kit/testStore';
import { faultsOf, type Case } from './case';
import { Purchases } from './purchases';

/* The campaign finds what must never be. Without this, its silence would prove nothing. */

const [purchase] = new Purchases(1).draw(1);
const DEBIT = { receipt: 'UKN4A1B2C3', amountKes: 100 };
const RESERVED_AT_MS = 1_000;

function payment(change: Partial<Payment>): Payment {
  return { ...freshPayment({ amountKes: 100 }).payment, ...change };
}

/** A purchase on which all sides agree, but for what is changed. */
function caseOf(paid: Payment | null, change: Partial<Case> = {}): Case {
  if (purchase === undefined) throw new Error('No purchase was drawn.');
  const paymentId = paid?.paymentId ?? null;
  const data = { id: paymentId ?? '', state: paid?.state ?? '' };
  return {
    asked: { purchase, paymentId, calls: 1, refusedWith: null },
    payment: paid,
    prompts: 1,
    debits: paid?.state === 'succeeded' ? [DEBIT] : [],
    outcomes: [{ id: 'evt_1', type: `payment.${data.state}`, data }],
    workerKillsMs: [],
    ...change,
  };
}

/** The faults, without the one that a state set by hand has no history. */
const found = (of: Case) => faultsOf(of).filter((fault) => !fault.startsWith('its history'));

const succeeded = payment({ state: 'succeeded', receipt: DEBIT.receipt as Payment['receipt'] });
const failed = payment({ state: 'failed' });
const lostPush = {
  ...{ callbackTokenHash: '', formerTokenHashes: [], status: 'unknown' as const },
  ...{ reservedAtMs: RESERVED_AT_MS, answeredAtMs: RESERVED_AT_MS + 60_000 },
  ...{ checkoutRequestId: null, merchantRequestId: null, errorCode: null },
};
const unresolved = payment({ state: 'unresolved', push: lostPush });

it('finds nothing where all sides agree', () => {
  expect(found(caseOf(succeeded))).toEqual([]);
  expect(found(caseOf(failed))).toEqual([]);
});

// Guarantees that each promise of the campaign is really looked at (M2, M3, M4, M5, M13).
it.each<[string, Case, RegExp]>([
  ['a second prompt', caseOf(succeeded, { prompts: 2 }), /prompted 2 times/],
  ['a second debit', caseOf(succeeded, { debits: [DEBIT, DEBIT] }), /charged 2 times/],
  ['a success without money', caseOf(succeeded, { debits: [] }), /no money moved/],
  ['a failure with money', caseOf(failed, { debits: [DEBIT] }), /moved money/],
  ['another amount', caseOf(succeeded, { debits: [{ ...DEBIT, amountKes: 1 }] }), /KES 1$/],
  ['another receipt', caseOf(succeeded, { debits: [{ ...DEBIT, receipt: 'X' }] }), /has receipt/],
  ['a payment that is stuck', caseOf(payment({ state: 'verifying' })), /stuck as verifying/],
  ['an outcome that nobody was told', caseOf(failed, { outcomes: [] }), /0 outcomes/],
  ['a prompt without a record', caseOf(null), /without a record/],
  ['an unresolved payment that was prompted', caseOf(unresolved), /stuck as unresolved/],
  [
    'one whose worker was killed at another time',
    caseOf(unresolved, { prompts: 0, workerKillsMs: [RESERVED_AT_MS - 1] }),
    /stuck as unresolved/,
  ],
])('finds %s', (_what, broken, fault) => {
  expect(found(broken)).toContainEqual(expect.stringMatching(fault));
});

// Guarantees that a doubt which Safaricom alone could end is not counted as a fault.
it('leaves alone a push that nobody sent because its worker was killed with it', () => {
  const workerKillsMs = [RESERVED_AT_MS + 5];
  expect(found(caseOf(unresolved, { prompts: 0, workerKillsMs, outcomes: [] }))).toEqual([]);
});

import type { RowKind } from '../../../domain/statement/row';
import { Random } from './random';

/** One movement as the organisation's account saw it: the truth that a file is read against. */
export interface LedgerRow {
  readonly receipt: string;
  readonly initiatedAtMs: number;
  readonly completedAtMs: number;
  readonly kind: RowKind;
  readonly details: string;
  readonly type: string;
  readonly otherParty: string;
  readonly payerMasked: string | null;
  readonly reference: string | null;
  readonly amountCents: number;
  readonly balanceCents: number;
}

/** A day of one account, oldest row first. */
export interface Ledger {
  readonly shortcode: string;
  readonly name: string;
  readonly account: 'Utility Account' | 'Merchant Account';
  readonly fromMs: number;
  readonly untilMs: number;
  readonly openingCents: number;
  readonly closingCents: number;
  readonly rows: readonly LedgerRow[];
}

export type LedgerKind = 'paybill' | 'till';

/** 23 November 2026, 00:00 in East Africa Time. */
const DAY_STARTS_MS = Date.UTC(2026, 10, 22, 21);
const DAY_MS = 86_400_000;

type Draft = Omit<LedgerRow, 'receipt' | 'initiatedAtMs' | 'completedAtMs' | 'balanceCents'>;

/** A day of so many receipts: payments with and without charge, and what else moves money. */
export function makeLedger(seed: number, receipts: number, kind: LedgerKind): Ledger {
  const random = new Random(seed);
  const openingCents = random.below(5_000_000) + 100_000_00;
  const stepMs = Math.floor(DAY_MS / (receipts + 1) / 1000) * 1000;
  const rows: LedgerRow[] = [];
  let balanceCents = openingCents;
  for (let index = 0; index < receipts; index += 1) {
    const completedAtMs = DAY_STARTS_MS + (index + 1) * stepMs;
    const drafts = draftsFor(random, index, kind, balanceCents);
    for (const draft of drafts) {
      balanceCents += draft.amountCents;
      const receipt = receiptOf(index, seed);
      const initiatedAtMs = completedAtMs - 1000 * (1 + random.below(20));
      rows.push({ ...draft, receipt, initiatedAtMs, completedAtMs, balanceCents });
    }
  }
  return {
    shortcode: kind === 'paybill' ? '600001' : '400001',
    name: 'EXAMPLE TRADERS LTD',
    account: kind === 'paybill' ? 'Utility Account' : 'Merchant Account',
    fromMs: DAY_STARTS_MS,
    untilMs: DAY_STARTS_MS + DAY_MS - 1000,
    openingCents,
    closingCents: balanceCents,
    rows,
  };
}

function receiptOf(index: number, seed: number): string {
  const text = (index * 7919 + (seed % 100_000) * 104_729 + 36 ** 6).toString(36).toUpperCase();
  return `UKN${text.slice(-7).padStart(7, '0')}`;
}

function draftsFor(random: Random, index: number, kind: LedgerKind, cents: number): Draft[] {
  const chance = random.below(20);
  if (chance === 0 && index > 3) return [reversal(random)];
  if (chance === 1 && index > 3) return [sweep(kind, Math.floor(cents / 2))];
  if (chance === 2 && index > 3) return [withdrawal(Math.floor(cents / 4))];
  const payment = paymentOf(random, index, kind);
  return random.below(3) === 0 ? [payment] : [payment, chargeOf(payment, kind)];
}

function paymentOf(random: Random, index: number, kind: LedgerKind): Draft {
  const payerMasked = `2547****${String(random.below(1000)).padStart(3, '0')}`;
  const otherParty = `${payerMasked} - ${random.pick(['JANE', 'OTIENO, P', 'AMINA'])} **** DOE`;
  const amountCents = random.pick([3_000, 102_000, 1_234_567, 100, 25_000_000]);
  if (kind === 'till') {
    const details = `${random.pick(['Merchant Payment', 'Merchant Payment Online'])} from`;
    const type = random.pick(['Customer Merchant Payment', 'Buy Goods', 'Online Merchant Payment']);
    const draft = { type, otherParty, payerMasked, reference: null, amountCents };
    return { ...draft, kind: 'payment', details: `${details} ${otherParty}` };
  }
  const reference = random.pick([`ORD-${index}`, `OPSH/${index}`, `OP SH ${index}`]);
  const label = random.pick(['Pay Bill', 'Pay Bill Online', 'Small Business Pay Bill']);
  const details = `${label} from ${otherParty} Acc. ${reference}`;
  const type = 'Pay Bill Online';
  return { kind: 'payment', details, type, otherParty, payerMasked, reference, amountCents };
}

function chargeOf(payment: Draft, kind: LedgerKind): Draft {
  const amountCents = -Math.max(1, Math.floor(payment.amountCents / 400));
  const details = kind === 'till' ? 'Pay merchant Charge' : 'Pay Bill Charge';
  const { type } = payment;
  const party = { otherParty: 'SP', payerMasked: null, reference: null };
  return { kind: 'charge', details, type, ...party, amountCents };
}

function reversal(random: Random): Draft {
  const payerMasked = `2547****${100 + random.below(900)}`;
  const label = 'Pay Utility Reversal';
  const details = `${label} to ${payerMasked} - JANE **** DOE`;
  const party = { otherParty: payerMasked, payerMasked, reference: null };
  return { kind: 'reversal', details, type: label, ...party, amountCents: -3_000 };
}

function sweep(kind: LedgerKind, cents: number): Draft {
  const account = kind === 'till' ? 'Merchant Account' : 'Utility Account';
  const details = `${account} to Organization Settlement Account`;
  return { kind: 'sweep', details, type: details, ...nobody, amountCents: -Math.max(1, cents) };
}

function withdrawal(cents: number): Draft {
  const details = 'Agency Withdrawal of funds to Bank';
  const type = 'Withdraw Funds to Bank';
  return { kind: 'withdrawal', details, type, ...nobody, amountCents: -Math.max(1, cents) };
}

const nobody = { otherParty: '', payerMasked: null, reference: null };

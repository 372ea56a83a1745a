import type { RowKind } from '../../domain/statement/row';

/** What a label means for money that comes in and for money that goes out. */
interface Meaning {
  readonly paidIn: RowKind;
  readonly withdrawn: RowKind;
}

const always = (kind: RowKind): Meaning => ({ paidIn: kind, withdrawn: kind });

const payment: Meaning = { paidIn: 'payment', withdrawn: 'other' };
const charge: Meaning = { paidIn: 'other', withdrawn: 'charge' };
const payout: Meaning = { paidIn: 'other', withdrawn: 'payout' };
/** One business pays another: whose statement it is says which way. */
const business: Meaning = { paidIn: 'payment', withdrawn: 'payout' };

/**
 * Every label of Details, Reason Type and Transaction Type that was ever seen, cut before the names
 * and numbers that follow it. One that is not here is layout drift and counts as `other`.
 */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...[
    'pay bill',
    'pay bill online',
    'small business pay bill',
    'merchant pay utility received',
    'fsi to pay bill',
    'pay utility',
    'pay utility with od',
    'pay utility with od online',
    'standing order pay bill',
    'customer merchant payment',
    'customer buy goods online',
    'merchant payment',
    'merchant payment online',
    'online merchant payment',
    'buy goods',
    'small business pay merchant',
    'business buy goods',
    'merchant to merchant payment',
    'fsi to merchant',
  ].map((label) => [label, payment] as const),
  ...[
    'pay bill charge',
    'business pay bill charge',
    'pay merchant charge',
    'fsi to merchant charge',
    'merchant to merchant payment charge',
  ].map((label) => [label, charge] as const),
  ['business pay bill', business],
  ['business payment to customer', payout],
  ['payment to mobile number', payout],
  ['pay tax to kra', payout],
  ['pay utility reversal', always('reversal')],
  ['pay bill reversal', always('reversal')],
  ...[
    'merchant account to organization settlement account',
    'utility account to organization settlement account',
    'organization settlement account to organization mmf account',
    'organization settlement',
  ].map((label) => [label, always('sweep')] as const),
  ...[
    'agency withdrawal of funds to bank',
    'withdraw funds to bank',
    'withdraw to bank',
    'withdraw at agent',
  ].map((label) => [label, always('withdrawal')] as const),
  ...[
    'biashara overdraft repayment',
    'biashara overdraft repayment transfer',
    'od payment transfer',
  ].map((label) => [label, always('overdraft')] as const),
  ['fees', always('fee')],
]);

/** Where names, numbers and channels begin. */
const TAIL = /\s+(?:from|by|via|acc\.|-|to m-pesa)(?:\s|$)|\s+to$/i;

/** Labels by what stands before the first number: few in a file, though no whole text repeats. */
const cutBefore = new Map<string, string>();
const CUT_KEPT_MAX = 1_000;

const STAR = 42;
const ZERO = 48;
const NINE = 57;

/** `Pay Bill Online from 2547****149 - JANE Acc. 7` is labelled `pay bill online`. */
export function labelOf(written: string): string {
  let end = 0;
  for (; end < written.length; end += 1) {
    const code = written.charCodeAt(end);
    if (code === STAR || (code >= ZERO && code <= NINE)) break;
  }
  const beginning = written.slice(0, end);
  const known = cutBefore.get(beginning);
  if (known !== undefined) return known;
  const [cut = ''] = beginning.trim().split(TAIL);
  const label = cut.trim().toLowerCase();
  if (cutBefore.size < CUT_KEPT_MAX) cutBefore.set(beginning, label);
  return label;
}

export function isKnownLabel(label: string): boolean {
  return MEANINGS.has(label);
}

/** The kind of money with this label, or null where nobody knows the label. */
export function kindOf(label: string, amountCents: number): RowKind | null {
  const meaning = MEANINGS.get(label);
  if (!meaning) return null;
  return amountCents < 0 ? meaning.withdrawn : meaning.paidIn;
}

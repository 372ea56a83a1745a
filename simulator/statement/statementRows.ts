import type { Movement } from '../ledger/ledger';
import { chargeLabel, reasonType, sweepLabel } from '../ledger/reasonType';
import { receiptNumber } from '../ledger/receiptNumber';
import type { Organisation } from '../ledger/shortcodes';
import { maskMsisdn } from '../masking';
import { firstNameOf } from '../payments/phones';
import type { Prompt } from '../payments/prompts';
import type { World } from '../world';

/** One line of a statement, before a layout writes it down. Sums are cents, never negative. */
export interface StatementRow {
  readonly receipt: string;
  readonly completedAtMs: number;
  readonly initiatedAtMs: number;
  readonly details: string;
  readonly status: 'Completed' | 'Failed' | 'Declined' | 'Cancelled';
  readonly paidInCents: number;
  readonly withdrawnCents: number;
  readonly balanceCents: number;
  readonly reasonType: string;
  readonly otherParty: string;
  readonly linkedReceipt: string;
  readonly account: string;
}

/**
 * The rows of a movement, oldest first: the movement, and its charge under the same receipt
 * when the organisation bears the tariff.
 */
export function movementRows(
  movement: Movement,
  organisation: Organisation,
  linkedIds: boolean,
): StatementRow[] {
  const isTill = organisation.kind === 'store';
  const cents = movement.amountKes * 100;
  const isPaidIn = movement.direction === 'in';
  const row: StatementRow = {
    receipt: movement.receipt,
    completedAtMs: movement.completedAtMs,
    initiatedAtMs: movement.initiatedAtMs,
    details: details(movement, organisation),
    status: 'Completed',
    paidInCents: isPaidIn ? cents : 0,
    withdrawnCents: isPaidIn ? 0 : cents,
    balanceCents: movement.balanceCents,
    reasonType: reasonType(movement, organisation),
    otherParty: otherParty(movement),
    linkedReceipt: linkedIds ? (movement.originalReceipt ?? '') : '',
    account: isTill ? '' : (movement.accountReference ?? ''),
  };
  if (movement.chargeCents === 0) return [row];
  const charge: StatementRow = {
    ...row,
    details: chargeLabel(organisation),
    paidInCents: 0,
    withdrawnCents: movement.chargeCents,
    balanceCents: movement.balanceCents - movement.chargeCents,
    otherParty: 'SP',
    account: '',
  };
  return [row, charge];
}

/** The row of a payment that did not happen; it has a receipt that no money bears. */
export function failedRow(world: World, prompt: Prompt, organisation: Organisation): StatementRow {
  const completedAtMs = prompt.resolvedAtMs ?? prompt.acceptedAtMs;
  const key = `failed:${prompt.sequence}`;
  const isTill = organisation.kind === 'store';
  const payer = `${maskMsisdn(prompt.msisdn)} - ${firstNameOf(prompt.msisdn)} **** DOE`;
  const account = isTill ? '' : prompt.accountReference;
  return {
    receipt: receiptNumber(world.random, key, completedAtMs, (taken) => world.ledger.has(taken)),
    completedAtMs,
    initiatedAtMs: prompt.acceptedAtMs,
    details: isTill
      ? `Merchant Payment Online from ${payer}`
      : `Pay Bill Online from ${payer} Acc. ${account}`,
    status: failedStatus(prompt),
    paidInCents: prompt.amountKes * 100,
    withdrawnCents: 0,
    balanceCents: 0,
    reasonType: isTill ? 'Customer Merchant Payment' : 'Pay Bill Online',
    otherParty: payer,
    linkedReceipt: '',
    account,
  };
}

function failedStatus(prompt: Prompt): StatementRow['status'] {
  if (prompt.state === 'cancelled' || prompt.state === 'dismissed') return 'Cancelled';
  return prompt.outcome?.resultCode === 1 ? 'Declined' : 'Failed';
}

function details(movement: Movement, organisation: Organisation): string {
  const isTill = organisation.kind === 'store';
  const other = otherParty(movement);
  const account = movement.accountReference ?? '';
  switch (movement.kind) {
    case 'stk':
    case 'c2b':
      if (isTill)
        return `Merchant Payment${movement.kind === 'stk' ? ' Online' : ''} from ${other}`;
      return `Pay Bill${movement.kind === 'stk' ? ' Online' : ''} from ${other} Acc. ${account}`;
    case 'b2c':
      return `Business Payment to Customer via API to ${other}`;
    case 'b2b':
    case 'tax':
      return `Business Pay Bill via API by ${other} Acc. ${account}`;
    case 'reversal':
      return `Pay Utility Reversal to ${other} Acc. ${account}`;
    case 'sweep':
      return sweepLabel(organisation);
    case 'overdraft_repayment':
      return 'Biashara Overdraft Repayment Transfer';
  }
}

function otherParty(movement: Movement): string {
  const { msisdn, payerName, partyB } = movement;
  const party = msisdn === undefined ? (partyB ?? '') : maskMsisdn(msisdn);
  return payerName === undefined ? party : `${party} - ${payerName}`;
}

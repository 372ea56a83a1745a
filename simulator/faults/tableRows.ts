import type { Behaviour } from '../payments/phones';
import { faultSchema, type Fault } from './faultSchema';
import type { Operation } from './operations';

export interface TableRow {
  readonly behaviour?: Behaviour;
  readonly delayMs?: number;
  readonly faults?: readonly { readonly operation: Operation; readonly fault: Fault }[];
  /** Strikes only the first of every two requests, so that a right retry succeeds. */
  readonly everyOther?: boolean;
}

const on = (operation: Operation, fault: { kind: string; [key: string]: unknown }): TableRow => ({
  faults: [{ operation, fault: faultSchema.parse(fault) }],
});

const push = (fault: { kind: string; [key: string]: unknown }): TableRow => on('stk_push', fault);

const query = (fault: { kind: string; [key: string]: unknown }): TableRow => on('stk_query', fault);

const malformed = (variant: string): TableRow => push({ kind: 'callback_malformed', variant });

/** The published table: 2541100009NN as a phone, or 99NN shillings as an amount, picks row NN. */
export const tableRows: Readonly<Record<number, TableRow>> = {
  1: { behaviour: 'approve', delayMs: 0 },
  2: { behaviour: 'cancel' },
  3: { behaviour: 'wrong_pin' },
  4: { behaviour: 'insufficient_funds' },
  5: { behaviour: 'ignore' },
  6: { behaviour: 'unreachable' },
  7: { behaviour: 'manual' },
  8: { behaviour: 'pin_locked' },
  9: { behaviour: 'approve_after_timeout' },
  10: { ...push({ kind: 'subscriber_busy' }), everyOther: true },
  11: push({ kind: 'callback_lost' }),
  12: push({ kind: 'callback_late', delayMs: 30_000 }),
  13: push({ kind: 'callback_doubled', copies: 5 }),
  14: push({ kind: 'callback_before_response', holdMs: 500 }),
  15: push({ kind: 'callback_contradictory', order: 'fail_then_success' }),
  16: push({ kind: 'callback_contradictory', order: 'success_then_fail' }),
  17: push({ kind: 'callback_reordered' }),
  18: { behaviour: 'ignore', ...push({ kind: 'callback_forged' }) },
  19: push({ kind: 'callback_forged', amountKes: 1 }),
  20: malformed('html'),
  21: malformed('empty'),
  22: malformed('truncated_json'),
  23: malformed('missing_metadata'),
  24: malformed('missing_receipt'),
  25: malformed('missing_amount'),
  26: malformed('string_codes'),
  27: malformed('string_amount'),
  28: malformed('amount_altered'),
  29: malformed('masked_phone'),
  30: malformed('foreign_checkout_id'),
  31: push({ kind: 'http_error', status: 503 }),
  32: push({ kind: 'connection_reset' }),
  33: push({ kind: 'slow', delayMs: 10_000 }),
  34: push({ kind: 'hang' }),
  35: push({ kind: 'html_response' }),
  36: push({ kind: 'truncated_body' }),
  37: push({ kind: 'oversized_body' }),
  38: push({ kind: 'empty_body' }),
  39: { ...push({ kind: 'http_error', status: 500, processed: false }), everyOther: true },
  40: { ...push({ kind: 'connection_reset', processed: false }), everyOther: true },
  41: { ...push({ kind: 'spike_arrest' }), everyOther: true },
  42: { ...push({ kind: 'quota' }), everyOther: true },
  43: { ...push({ kind: 'token_expired' }), everyOther: true },
  44: query({ kind: 'query_pending' }),
  45: query({ kind: 'query_lies', resultCode: 1032, windowMs: 60_000 }),
  46: query({ kind: 'query_error' }),
  47: push({ kind: 'result_code', resultCode: 7777 }),
  48: push({ kind: 'result_code', resultCode: 'SFC_IC0003' }),
  49: push({ kind: 'result_code', resultCode: 1001 }),
  50: push({ kind: 'result_code', resultCode: 17 }),
  51: push({ kind: 'result_code', resultCode: 7777, moneyMoves: true }),
  52: push({ kind: 'receipt_clash' }),
  53: {
    faults: [
      ...(push({ kind: 'connection_reset' }).faults ?? []),
      ...(push({ kind: 'callback_lost' }).faults ?? []),
    ],
  },
};

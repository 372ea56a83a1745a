import type { Fault } from './faultSchema';
import { operations, type Operation } from './operations';

const results: readonly Operation[] = [
  'transaction_status',
  'reversal',
  'b2c',
  'pochi',
  'b2b',
  'tax',
  'account_balance',
];

/** A confirmation is not a request: the simulator sends it, so no answer can be spoilt. */
const requests = operations.filter((operation) => operation !== 'c2b_confirmation');

const variantsOfAnyBody: readonly string[] = ['html', 'empty', 'truncated_json'];

/** The operations a fault can strike; a rule for another one would never do anything. */
export function strikableOperations(fault: Fault): readonly Operation[] {
  switch (fault.kind) {
    case 'callback_lost':
    case 'callback_late':
    case 'callback_doubled':
      return ['stk_push', 'c2b_confirmation', ...results];
    case 'callback_queue_timeout':
      return results;
    case 'callback_malformed':
      return variantsOfAnyBody.includes(fault.variant) ? ['stk_push', ...results] : ['stk_push'];
    case 'result_code':
      return ['stk_push', 'b2b_express', ...results];
    case 'callback_before_response':
    case 'callback_reordered':
    case 'callback_contradictory':
    case 'callback_forged':
    case 'receipt_clash':
    case 'subscriber_busy':
      return ['stk_push'];
    case 'query_pending':
    case 'query_lies':
    case 'query_error':
      return ['stk_query'];
    case 'oauth_down':
      return ['oauth'];
    case 'token_expired':
      return requests.filter((operation) => operation !== 'oauth');
    default:
      return requests;
  }
}

/** What a fault strikes when its rule names no operation. */
export function defaultOperation(fault: Fault): Operation {
  if (fault.kind === 'oauth_down') return 'oauth';
  return fault.kind.startsWith('query_') ? 'stk_query' : 'stk_push';
}

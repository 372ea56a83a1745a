import type { Operation } from '../faults/operations';
import { partyFacts, receiptFacts, standingOrderFacts } from '../results/partyFacts';
import { accountBalance } from './accountBalance';
import { b2b, remitTax } from './b2b';
import { b2bExpress, b2bExpressFacts } from './b2bExpress';
import { b2c, pochi } from './b2c';
import { c2bRegister } from './c2bRegister';
import { c2bSimulate } from './c2bSimulate';
import { oauth } from './oauth';
import type { OperationSpec, TokenRefusal } from './operation';
import { pullQuery, pullRegister } from './pullTransactions';
import { qrCode } from './qrCode';
import { reversal } from './reversal';
import { standingOrder } from './standingOrder';
import { stkPush, stkPushFacts } from './stkPush';
import { stkQuery, stkQueryFacts } from './stkQuery';
import { transactionStatus } from './transactionStatus';

// How each API refuses a token (Daraja: Authorization, and each API's error table). Where a page
// names no code, the one most pages name is used.
const as404: TokenRefusal = [404, '404.001.03'];
const as400: TokenRefusal = [400, '400.003.01'];
const as401: TokenRefusal = [401, '401.002.01'];
const asPull: TokenRefusal = [401, '401.001'];

const c2bFieldError = '400.003.02';

/** Pull has one code for everything that is wrong with a request. */
const pullErrors = { fieldErrorCode: '400.001', payloadErrorCode: '400.001' };

/** Every call of Daraja that the simulator answers. */
export const operationSpecs: readonly OperationSpec[] = [
  {
    ...post('oauth', '/oauth/v1/generate', oauth, undefined),
    method: 'GET',
    facts: () => ({}),
  },
  { ...post('stk_push', '/mpesa/stkpush/v1/processrequest', stkPush, as404), facts: stkPushFacts },
  { ...post('stk_query', '/mpesa/stkpushquery/v1/query', stkQuery, as404), facts: stkQueryFacts },
  ...['v1', 'v2'].flatMap((version) => [
    {
      ...post('c2b_register', `/mpesa/c2b/${version}/registerurl`, c2bRegister, as400),
      fieldErrorCode: c2bFieldError,
    },
    {
      ...post('c2b_simulate', `/mpesa/c2b/${version}/simulate`, c2bSimulate, as400),
      fieldErrorCode: c2bFieldError,
    },
  ]),
  {
    ...post('transaction_status', '/mpesa/transactionstatus/v1/query', transactionStatus, as400),
    facts: receiptFacts,
  },
  { ...post('reversal', '/mpesa/reversal/v1/request', reversal, as404), facts: receiptFacts },
  post('b2c', '/mpesa/b2c/v3/paymentrequest', b2c, as401),
  post('b2c', '/mpesa/b2c/v1/paymentrequest', b2c, as401),
  post('pochi', '/mpesa/b2pochi/v1/paymentrequest', pochi, as401),
  post('b2b', '/mpesa/b2b/v1/paymentrequest', b2b, as404),
  { ...post('b2b_express', '/v1/ussdpush/get-msisdn', b2bExpress, as404), facts: b2bExpressFacts },
  post('tax', '/mpesa/b2b/v1/remittax', remitTax, as404),
  post('account_balance', '/mpesa/accountbalance/v1/query', accountBalance, as401),
  {
    ...post('pull_register', '/pulltransactions/v1/register', pullRegister, asPull),
    ...pullErrors,
  },
  { ...post('pull_query', '/pulltransactions/v1/query', pullQuery, asPull), ...pullErrors },
  post('qr_code', '/mpesa/qrcode/v1/generate', qrCode, as404),
  {
    ...post(
      'standing_order',
      '/standingorder/v1/createStandingOrderExternal',
      standingOrder,
      as404,
    ),
    facts: standingOrderFacts,
  },
];

function post(
  operation: Operation,
  path: string,
  handle: OperationSpec['handle'],
  tokenRefusal: TokenRefusal | undefined,
): OperationSpec {
  return {
    operation,
    method: 'POST',
    path,
    version: /\/(v\d)\//.exec(path)?.[1] ?? 'v1',
    facts: partyFacts,
    handle,
    ...(tokenRefusal === undefined ? {} : { tokenRefusal }),
  };
}

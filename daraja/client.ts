// The client of Safaricom's Daraja API: one function for each operation, and one client for all
// accounts of a process.
//
// It is not the payment: it stores nothing, waits for no customer and never decides what became of
// money. It says what one exchange proves, and sends nothing twice but a request that was refused
// for its token. What Safaricom sends to us is read in inbound/, and no request is made there.
//
// A new operation is a file in operations/ (request schema, answer schema, `OperationSpec`, result
// type), its name in `DarajaOperation` (ports.ts), and a line below. A new error code belongs in
// classifyDarajaFailure.ts, and only where Safaricom documents what it proves.

import { AccessTokens } from './http/accessTokens';
import type { DarajaAccount } from './account';
import { createHttpSender } from './http/http';
import { DARAJA_LIMITS, type DarajaLimits } from './http/limits';
import type { DarajaPorts } from './ports';
import { stkPush, type StkPushResult, type PushRequest } from './operations/stkPush';
import { stkQuery, type StkQueryResult, type QueryRequest } from './operations/stkQuery';
import {
  transactionStatus,
  type StatusAck,
  type StatusRequest,
} from './operations/transactionStatus';

/**
 * Safaricom's API. Trouble that is to be expected comes back as a value, never as an error. What
 * only wrong settings can cause (a `baseUrl` that is not a URL, a certificate that is not PEM)
 * throws before anything is sent.
 */
export interface DarajaClient {
  /** @throws ZodError when the request that we built is wrong; nothing was sent then. */
  stkPush(account: DarajaAccount, push: PushRequest): Promise<StkPushResult>;
  /** @throws ZodError when the request that we built is wrong. */
  stkQuery(account: DarajaAccount, query: QueryRequest): Promise<StkQueryResult>;
  /** @throws InvariantError without an initiator, ZodError when our request is wrong. */
  transactionStatus(account: DarajaAccount, query: StatusRequest): Promise<StatusAck>;
  /** Waits for the requests under way; later calls come back as not sent. */
  close(): Promise<void>;
}

/** Makes one client for all accounts of a process, so that they share connections and tokens. */
export function createDarajaClient(
  ports: DarajaPorts,
  limits: DarajaLimits = DARAJA_LIMITS,
): DarajaClient {
  const http = createHttpSender(limits);
  const context = { http, ports, tokens: new AccessTokens({ http, ports }, limits) };
  return {
    stkPush: (account, push) => stkPush(context, account, push, limits.pushTimeoutMs),
    stkQuery: (account, query) => stkQuery(context, account, query, limits.queryTimeoutMs),
    transactionStatus: (account, query) =>
      transactionStatus(context, account, query, limits.queryTimeoutMs),
    close: () => http.close(),
  };
}

import type { AccessTokens } from './accessTokens';
import type { DarajaAccount } from '../account';
import {
  exchange,
  type ExchangeContext,
  type ExchangeResult,
  type OperationSpec,
} from './exchange';
import { settledBefore } from './deadline';
import { urlOf } from './url';
import type { DarajaSubject } from '../ports';

export interface AuthorisedContext extends ExchangeContext {
  readonly tokens: AccessTokens;
}

export interface AuthorisedCall<Answer> {
  readonly spec: OperationSpec<Answer>;
  readonly path: string;
  readonly request: unknown;
  readonly subject: DarajaSubject;
  /** Of the whole call: token, request and replay. */
  readonly timeoutMs: number;
}

/**
 * POSTs a request with the account's token. A request refused for its token is sent once more with
 * a new one: Daraja refused it before it acted (Daraja: Authorization). Nothing else is repeated.
 * @throws ZodError when our own request breaks its schema, which is a bug and sends nothing.
 */
export async function authorisedPost<Answer>(
  context: AuthorisedContext,
  account: DarajaAccount,
  call: AuthorisedCall<Answer>,
): Promise<ExchangeResult<Answer>> {
  const body = JSON.stringify(call.spec.requestSchema.parse(call.request));
  const deadlineAtMs = performance.now() + call.timeoutMs;
  const url = urlOf(account, call.path);
  const sendOnce = async (): Promise<ExchangeResult<Answer>> => {
    const token = await settledBefore(context.tokens.get(account), deadlineAtMs);
    if (token === null) {
      const failure = 'provider_unreachable';
      return { result: { kind: 'not_sent', reason: 'token_timeout', failure }, answer: null };
    }
    if (token.kind === 'failed') {
      const { reason, failure } = token;
      return { result: { kind: 'not_sent', reason, failure }, answer: null };
    }
    const headers = {
      authorization: `Bearer ${token.token.expose()}`,
      'content-type': 'application/json',
      accept: 'application/json',
    };
    const httpRequest = { method: 'POST', url, headers, body, deadlineAtMs } as const;
    const exchanged = await exchange(context, call.spec, call, httpRequest);
    if (exchanged.result.kind === 'invalid_token') context.tokens.refuse(account, token.token);
    return exchanged;
  };
  const first = await sendOnce();
  return first.result.kind === 'invalid_token' ? sendOnce() : first;
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../../domain/values/secret';
import type { FailureCode } from '../../domain/values/failures';
import type { DarajaAccount } from '../account';
import { errorFields, errorOf } from './answer';
import { exchange, type ExchangeContext, type OperationSpec } from './exchange';
import type { DarajaLimits } from './limits';
import { urlOf } from './url';

/** Daraja documents 3599 s; what an answer without a readable `expires_in` is taken for. */
const DEFAULT_LIFE_SECONDS = 3599;
const REFRESH_EARLY_MS = 60_000;
/** One entry per app of a merchant; above it the oldest is forgotten, which costs one request. */
const TOKENS_MAX = 1_000;

export const tokenRequestSchema = z.strictObject({ grant_type: z.string() });

export const tokenAnswerSchema = z.object({
  access_token: z
    .string()
    .regex(/^[\x21-\x7e]{1,4096}$/)
    .meta({ sensitive: 'secret' })
    .optional()
    .catch(undefined),
  // Both types are seen on the wire; a fraction or a word is neither.
  expires_in: z
    .union([z.int(), z.string().regex(/^\d{1,9}$/)])
    .optional()
    .catch(undefined),
  ...errorFields,
});

type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

const SPEC: OperationSpec<TokenAnswer> = {
  operation: 'oauth',
  requestSchema: tokenRequestSchema,
  answerSchema: tokenAnswerSchema,
  envelopeOf: (answer) => ({
    // This endpoint has no ResponseCode: the token itself is the acceptance.
    responseCode: answer.access_token && !answer.errorCode ? '0' : null,
    ...errorOf(answer),
    hasHandle: answer.access_token !== undefined,
  }),
};

export type TokenResult =
  | { readonly kind: 'token'; readonly token: Secret<string> }
  | { readonly kind: 'failed'; readonly reason: string; readonly failure: FailureCode };

interface CachedToken {
  readonly token: Secret<string>;
  readonly refreshAtMs: number;
}

/**
 * The access tokens of all accounts (Daraja: Authorization). A new token is said to kill the one
 * before it, so that callers of one app share one token, and one request for it.
 */
export class AccessTokens {
  readonly #cached = new Map<string, CachedToken>();
  readonly #underWay = new Map<string, Promise<TokenResult>>();

  constructor(
    private readonly context: ExchangeContext,
    private readonly limits: DarajaLimits,
  ) {}

  /** The present token, or one freshly asked for, together with all who ask meanwhile. */
  async get(account: DarajaAccount): Promise<TokenResult> {
    const key = keyOf(account);
    const cached = this.#cached.get(key);
    if (cached && this.context.ports.clock.nowMs() < cached.refreshAtMs) {
      return { kind: 'token', token: cached.token };
    }
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const refresh = this.#refresh(key, account).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, refresh);
    return refresh;
  }

  /** Forgets a token that Daraja refused, unless another caller has renewed it since. */
  refuse(account: DarajaAccount, refused: Secret<string>): void {
    const key = keyOf(account);
    if (this.#cached.get(key)?.token.expose() === refused.expose()) this.#cached.delete(key);
  }

  async #refresh(key: string, account: DarajaAccount): Promise<TokenResult> {
    const { result, answer } = await exchange(
      this.context,
      SPEC,
      { request: { grant_type: 'client_credentials' }, subject: null },
      {
        method: 'GET',
        url: urlOf(account, '/oauth/v1/generate?grant_type=client_credentials'),
        headers: { authorization: basic(account), accept: 'application/json' },
        body: null,
        deadlineAtMs: performance.now() + this.limits.tokenTimeoutMs,
      },
    );
    if (result.kind !== 'accepted' || !answer?.access_token) {
      const failure = 'failure' in result ? result.failure : 'provider_unreachable';
      return { kind: 'failed', reason: 'reason' in result ? result.reason : 'oauth', failure };
    }
    const token = new Secret(answer.access_token);
    this.#keep(key, { token, refreshAtMs: this.#refreshAtMs(answer.expires_in) });
    return { kind: 'token', token };
  }

  /** A minute early, or half-way through a life too short for that. */
  #refreshAtMs(expiresIn: string | number | undefined): number {
    const seconds = Number(expiresIn ?? DEFAULT_LIFE_SECONDS);
    const lifeMs = Math.max(0, seconds) * 1000;
    const nowMs = this.context.ports.clock.nowMs();
    return nowMs + Math.max(lifeMs - REFRESH_EARLY_MS, lifeMs / 2);
  }

  #keep(key: string, entry: CachedToken): void {
    const oldest = this.#cached.keys().next();
    if (this.#cached.size >= TOKENS_MAX && !oldest.done) this.#cached.delete(oldest.value);
    this.#cached.set(key, entry);
  }
}

/** The secret is part of the key, so that knowing another's consumer key opens nothing. */
function keyOf(account: DarajaAccount): string {
  const parts = [account.baseUrl, account.consumerKey.expose(), account.consumerSecret.expose()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

function basic(account: DarajaAccount): string {
  const pair = `${account.consumerKey.expose()}:${account.consumerSecret.expose()}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

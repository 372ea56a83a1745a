import type { FailureCode } from '../domain/values/failures';
import { withoutPrefix, type Envelope } from './http/answer';
import { refusedField } from './refusedField';
import type { DarajaOperation } from './ports';

/** How an exchange ended, without anything that only people read. */
export type DarajaAnswer =
  | { readonly kind: 'not_sent'; readonly code: string }
  | { readonly kind: 'maybe_sent'; readonly code: string }
  /** `envelope` is null where the body was no JSON object. */
  | { readonly kind: 'answered'; readonly status: number; readonly envelope: Envelope | null };

/**
 * What an exchange proves:
 * - `accepted`: Daraja took the request and gave a handle;
 * - `refused`: Daraja answered with a documented refusal, so nothing was done;
 * - `throttled`: too many requests; nothing was done and the same one may be sent again later;
 * - `invalid_token`: refused for its token before anything was done;
 * - `not_sent`: no byte of the request left;
 * - `unknown`: everything else. Never to be sent again.
 */
export type DarajaResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly errorCode: string; readonly failure: FailureCode }
  | { readonly kind: 'throttled'; readonly errorCode: string }
  | { readonly kind: 'invalid_token'; readonly errorCode: string }
  | { readonly kind: 'not_sent'; readonly reason: string; readonly failure: FailureCode }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Daraja: M-PESA Express, error table. Codes by which nothing was done, whatever the status. */
const REFUSALS: ReadonlySet<string> = new Set([
  '400.002.02',
  '400.002.05',
  '400.003.02',
  '404.001.01',
  '404.002.01',
  '404.003.01',
  '404.001.04',
  '405.001',
]);

/** Daraja: spike arrest and "system is busy" share a code; the other is the quota. */
const THROTTLES: ReadonlySet<string> = new Set(['500.003.02', '500.003.03']);

/** The same two as the gateway says them itself (Apigee: Spike Arrest policy, Quota policy). */
const GATEWAY_THROTTLES: ReadonlySet<string> = new Set([
  'policies.ratelimit.SpikeArrestViolation',
  'policies.ratelimit.QuotaViolation',
]);

/** Daraja: documented for requests that M-PESA may have acted on, or has acted on before. */
const PROVE_NOTHING: ReadonlySet<string> = new Set(['500.002.1001', '500.003.1001']);

/** Daraja: Authorization. Each product has its own code for one text, "Invalid Access Token". */
const INVALID_TOKENS: ReadonlySet<string> = new Set([
  '400.003.01',
  '401.002.01',
  '401.003.01',
  '404.001.03',
]);

/** Daraja: Authorization, invalid grant type or credentials. */
const CREDENTIALS_REFUSED = /^400\.008\.0\d$/;

/** Daraja uses this one code for refusals, for prompts in flight and for ids it does not know. */
const OVERLOADED = '500.001.1001';

/** The texts with which the overloaded code is a refusal of a push; any other proves nothing. */
const OVERLOADED_REFUSALS: readonly (readonly [RegExp, FailureCode])[] = [
  [/^wrong credentials\.?$/i, 'shortcode_misconfigured'],
  [/^merchant does not exist\.?$/i, 'shortcode_misconfigured'],
  [/^unable to lock subscriber\b/i, 'subscriber_busy'],
];

const ALL_ZEROS = /^0+$/;

/**
 * Says what an exchange with Daraja proves. Pure. Codes decide and not the HTTP status, because
 * refusals come with HTTP 200 and outages with well-formed bodies; only what is documented as not
 * accepted counts as refused.
 */
export function classifyDarajaFailure(
  operation: DarajaOperation,
  answer: DarajaAnswer,
): DarajaResult {
  const result = classifyAnswer(operation, answer);
  if (operation !== 'oauth' || result.kind === 'accepted') return result;
  return withoutToken(result, answer);
}

function classifyAnswer(operation: DarajaOperation, answer: DarajaAnswer): DarajaResult {
  if (answer.kind === 'not_sent') {
    return { kind: 'not_sent', reason: answer.code, failure: 'provider_unreachable' };
  }
  if (answer.kind === 'maybe_sent') return { kind: 'unknown', reason: answer.code };
  const { status, envelope } = answer;
  const errorCode = envelope?.errorCode ?? null;
  const faultCode = envelope?.faultCode ?? null;
  // An answer that both takes and refuses the request says nothing.
  if ((errorCode ?? faultCode) && (envelope?.responseCode || envelope?.hasHandle)) {
    return { kind: 'unknown', reason: 'contradictory_body' };
  }
  if (errorCode) return classifyErrorCode(operation, status, errorCode, envelope?.errorMessage);
  if (faultCode && GATEWAY_THROTTLES.has(faultCode)) {
    return { kind: 'throttled', errorCode: faultCode };
  }
  return classifyStatus(status, envelope);
}

/** What an answer without an error says. */
function classifyStatus(status: number, envelope: Envelope | null): DarajaResult {
  const isSuccess = status >= 200 && status < 300;
  const isAccepted = envelope?.hasHandle === true && ALL_ZEROS.test(envelope.responseCode ?? '');
  if (isSuccess && isAccepted) return { kind: 'accepted' };
  // An answer that takes the request in any way does not refuse it, whatever its status.
  const isTaken = envelope?.hasHandle === true || envelope?.responseCode != null;
  // RFC 9110 section 15.5.2: a 401 was refused for its credentials, before it was acted on.
  if (status === 401 && !isTaken) return { kind: 'invalid_token', errorCode: 'http_401' };
  if (status === 429 && !isTaken) return { kind: 'throttled', errorCode: 'http_429' };
  if (!isSuccess) return { kind: 'unknown', reason: `http_${status}` };
  if (!envelope) return { kind: 'unknown', reason: 'unreadable_body' };
  return { kind: 'unknown', reason: `response_code_${envelope.responseCode ?? 'missing'}` };
}

function classifyErrorCode(
  operation: DarajaOperation,
  status: number,
  errorCode: string,
  errorMessage = '',
): DarajaResult {
  if (REFUSALS.has(errorCode)) {
    return { kind: 'refused', errorCode, failure: refusedField(errorMessage) };
  }
  if (INVALID_TOKENS.has(errorCode)) return { kind: 'invalid_token', errorCode };
  if (CREDENTIALS_REFUSED.test(errorCode)) {
    return { kind: 'not_sent', reason: errorCode, failure: 'shortcode_misconfigured' };
  }
  if (THROTTLES.has(errorCode)) return { kind: 'throttled', errorCode };
  if (errorCode === OVERLOADED) return classifyOverloaded(operation, errorMessage);
  if (status === 429 && !PROVE_NOTHING.has(errorCode)) return { kind: 'throttled', errorCode };
  return { kind: 'unknown', reason: errorCode };
}

function classifyOverloaded(operation: DarajaOperation, errorMessage: string): DarajaResult {
  const text = withoutPrefix(errorMessage);
  const refusal = OVERLOADED_REFUSALS.find(([pattern]) => pattern.test(text));
  if (operation !== 'stk_push' || !refusal) return { kind: 'unknown', reason: OVERLOADED };
  return { kind: 'refused', errorCode: OVERLOADED, failure: refusal[1] };
}

/** Without a token no request can have left, whatever went wrong in getting it. */
function withoutToken(result: DarajaResult, answer: DarajaAnswer): DarajaResult {
  switch (result.kind) {
    case 'not_sent':
      return result;
    case 'throttled':
      return { kind: 'not_sent', reason: result.errorCode, failure: 'provider_busy' };
    default: {
      const reason = 'reason' in result ? result.reason : codeOf(result);
      const status = answer.kind === 'answered' ? answer.status : 0;
      // Wrong credentials come as HTTP 400 with an empty body too.
      const isRefused = status === 400 || status === 401;
      const failure = isRefused ? 'shortcode_misconfigured' : 'provider_unreachable';
      return { kind: 'not_sent', reason: `oauth_${reason}`, failure };
    }
  }
}

function codeOf(result: DarajaResult): string {
  return 'errorCode' in result ? result.errorCode : result.kind;
}

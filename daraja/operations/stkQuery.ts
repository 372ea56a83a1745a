import { z } from 'zod';
import { resultCodeRule } from '../../domain/evidence/resultCodes';
import type { DarajaAccount } from '../account';
import {
  acknowledgementFields,
  code,
  errorFields,
  errorOf,
  id,
  text,
  withoutPrefix,
} from '../http/answer';
import { authorisedPost, type AuthorisedContext } from '../http/authorisedPost';
import type { DarajaResult } from '../classifyDarajaFailure';
import type { OperationSpec } from '../http/exchange';
import type { DarajaSubject } from '../ports';
import { stkPassword } from './password';

export interface QueryRequest {
  readonly subject: DarajaSubject;
  readonly checkoutRequestId: string;
}

export type StkQueryResult =
  /** Safaricom's word on the prompt; what the code proves is for `judge` to say. */
  | { readonly kind: 'answered'; readonly resultCode: string }
  /** M-Pesa is still at it. */
  | { readonly kind: 'pending'; readonly reason: string }
  /** Nothing was learnt: ask again later. Never a decision. */
  | {
      readonly kind: 'no_answer';
      readonly reason: string;
      /** Daraja itself answered that it has no outcome to give, as with a 404. */
      readonly isRefused: boolean;
    };

export const stkQueryRequestSchema = z.strictObject({
  BusinessShortCode: z.string().regex(/^\d{5,7}$/),
  Password: z.string().min(1).meta({ sensitive: 'secret' }),
  Timestamp: z.string().regex(/^\d{14}$/),
  CheckoutRequestID: z.string().min(1).max(64).meta({ sensitive: 'checkout_request_id' }),
});

export const stkQueryAnswerSchema = z.object({
  ...acknowledgementFields,
  MerchantRequestID: id,
  CheckoutRequestID: id.meta({ sensitive: 'checkout_request_id' }),
  ResultCode: code,
  ResultDesc: text,
  ...errorFields,
});

type StkQueryAnswer = z.infer<typeof stkQueryAnswerSchema>;

const SPEC: OperationSpec<StkQueryAnswer> = {
  operation: 'stk_query',
  requestSchema: stkQueryRequestSchema,
  answerSchema: stkQueryAnswerSchema,
  envelopeOf: (answer) => ({
    responseCode: answer.ResponseCode ?? null,
    ...errorOf(answer),
    hasHandle: typeof answer.ResultCode === 'string',
  }),
};

/**
 * Asks what became of a prompt (Daraja: M-PESA Express Query). Safe to repeat.
 * @throws ZodError when our own request breaks its schema.
 */
export async function stkQuery(
  context: AuthorisedContext,
  account: DarajaAccount,
  query: QueryRequest,
  timeoutMs: number,
): Promise<StkQueryResult> {
  const { result, answer } = await authorisedPost(context, account, {
    spec: SPEC,
    path: '/mpesa/stkpushquery/v1/query',
    request: {
      BusinessShortCode: account.shortcode,
      ...stkPassword(account, context.ports.clock.nowMs()),
      CheckoutRequestID: query.checkoutRequestId,
    },
    subject: query.subject,
    timeoutMs,
  });
  if (result.kind !== 'accepted') return unanswered(result, answer);
  const other = answer?.CheckoutRequestID;
  if (other !== undefined && other !== query.checkoutRequestId) {
    return { kind: 'no_answer', reason: 'other_checkout_request', isRefused: false };
  }
  const resultCode = answer?.ResultCode;
  if (!resultCode) return { kind: 'no_answer', reason: 'result_code_missing', isRefused: false };
  if (resultCodeRule(resultCode).proof === 'pending') {
    return { kind: 'pending', reason: resultCode };
  }
  return { kind: 'answered', resultCode };
}

/** Daraja's overloaded code: in flight with these texts, and unknown with any other. */
const OVERLOADED = '500.001.1001';
const IN_FLIGHT = /^(?:|the transaction is (?:still )?(?:being processed|under processing)\.?)$/i;

/** Statuses and error codes of a question that is refused, not of trouble that passes. */
const REFUSALS = /^(?:http_4(?!01|08|29)\d\d|4(?!01|08|29)\d\d\.\d{3}\.\d+)$/;

function unanswered(
  result: Exclude<DarajaResult, { kind: 'accepted' }>,
  answer: StkQueryAnswer | null,
): StkQueryResult {
  const reason = 'errorCode' in result ? result.errorCode : result.reason;
  const inFlight =
    reason === OVERLOADED && IN_FLIGHT.test(withoutPrefix(answer?.errorMessage ?? ''));
  if (inFlight) return { kind: 'pending', reason };
  return { kind: 'no_answer', reason, isRefused: REFUSALS.test(reason) };
}

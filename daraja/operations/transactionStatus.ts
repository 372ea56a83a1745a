import { z } from 'zod';
import { assertInvariant } from '../../domain/values/invariant';
import type { Receipt } from '../../domain/values/receipt';
import type { Secret } from '../../domain/values/secret';
import type { DarajaAccount } from '../account';
import { acknowledgementFields, errorFields, errorOf, id } from '../http/answer';
import { authorisedPost, type AuthorisedContext } from '../http/authorisedPost';
import type { OperationSpec } from '../http/exchange';
import type { DarajaSubject } from '../ports';
import { securityCredential } from './securityCredential';

export interface StatusRequest {
  readonly subject: DarajaSubject;
  readonly receipt: Receipt;
  /** Both addresses hold a token. */
  readonly resultUrl: Secret<string>;
  readonly timeoutUrl: Secret<string>;
}

export type StatusAck =
  /** The answer itself will be POSTed to `resultUrl`. */
  | {
      readonly kind: 'accepted';
      readonly originatorConversationId: string;
      readonly conversationId: string;
    }
  | { readonly kind: 'refused'; readonly errorCode: string }
  /** Nothing is known to have been taken: ask again later. */
  | { readonly kind: 'no_answer'; readonly reason: string };

const urlWithToken = z.url({ protocol: /^https?$/ }).meta({ sensitive: 'url_with_token' });

export const statusRequestSchema = z.strictObject({
  Initiator: z.string().min(1),
  SecurityCredential: z.string().min(1).meta({ sensitive: 'secret' }),
  CommandID: z.literal('TransactionStatusQuery'),
  TransactionID: z.string().regex(/^[A-Z0-9]{8,12}$/),
  PartyA: z.string().regex(/^\d{5,7}$/),
  /** Daraja: 1 is a phone, 2 a till, 4 a shortcode. */
  IdentifierType: z.literal('4'),
  ResultURL: urlWithToken,
  QueueTimeOutURL: urlWithToken,
  Remarks: z.string().min(1).max(100),
  Occasion: z.string().min(1).max(100),
});

export const statusAnswerSchema = z.object({
  OriginatorConversationID: id,
  ConversationID: id,
  ...acknowledgementFields,
  ...errorFields,
});

type StatusAnswer = z.infer<typeof statusAnswerSchema>;

const SPEC: OperationSpec<StatusAnswer> = {
  operation: 'transaction_status',
  requestSchema: statusRequestSchema,
  answerSchema: statusAnswerSchema,
  envelopeOf: (answer) => ({
    responseCode: answer.ResponseCode ?? null,
    ...errorOf(answer),
    hasHandle: answer.OriginatorConversationID !== undefined && answer.ConversationID !== undefined,
  }),
};

/**
 * Asks for the state of a transaction by its receipt (Daraja: Transaction Status). Safe to repeat.
 * @throws InvariantError when the account has no initiator: the caller must not ask then.
 * @throws ZodError when our own request breaks its schema.
 */
export async function transactionStatus(
  context: AuthorisedContext,
  account: DarajaAccount,
  query: StatusRequest,
  timeoutMs: number,
): Promise<StatusAck> {
  const { initiator, shortcode } = account;
  assertInvariant(initiator !== null, 'daraja.initiator_present', { shortcode });
  const { result, answer } = await authorisedPost(context, account, {
    spec: SPEC,
    path: '/mpesa/transactionstatus/v1/query',
    request: {
      Initiator: initiator.name,
      SecurityCredential: securityCredential(initiator),
      CommandID: 'TransactionStatusQuery',
      TransactionID: query.receipt,
      PartyA: shortcode,
      IdentifierType: '4',
      ResultURL: query.resultUrl.expose(),
      QueueTimeOutURL: query.timeoutUrl.expose(),
      Remarks: 'OK',
      Occasion: 'OK',
    },
    subject: query.subject,
    timeoutMs,
  });
  if (result.kind === 'refused') return { kind: 'refused', errorCode: result.errorCode };
  if (result.kind !== 'accepted') {
    const reason = 'errorCode' in result ? result.errorCode : result.reason;
    return { kind: 'no_answer', reason };
  }
  const originatorConversationId = answer?.OriginatorConversationID;
  const conversationId = answer?.ConversationID;
  return originatorConversationId && conversationId
    ? { kind: 'accepted', originatorConversationId, conversationId }
    : { kind: 'no_answer', reason: 'handle_missing' };
}

import { z } from 'zod';
import type { FailureCode } from '../../domain/values/failures';
import type { AmountKes } from '../../domain/values/money';
import type { Msisdn } from '../../domain/values/msisdn';
import {
  MAX_DESCRIPTION_LENGTH,
  MAX_REFERENCE_LENGTH,
  type Reference,
} from '../../domain/values/reference';
import type { Secret } from '../../domain/values/secret';
import type { DarajaAccount } from '../account';
import { acknowledgementFields, errorFields, errorOf, id, text } from '../http/answer';
import { authorisedPost, type AuthorisedContext } from '../http/authorisedPost';
import type { DarajaResult } from '../classifyDarajaFailure';
import type { OperationSpec } from '../http/exchange';
import type { DarajaSubject } from '../ports';
import { stkPassword } from './password';

export interface PushRequest {
  readonly subject: DarajaSubject;
  readonly amountKes: AmountKes;
  readonly msisdn: Msisdn;
  /** Holds the callback token of the push. */
  readonly callbackUrl: Secret<string>;
  readonly reference: Reference;
  readonly description: string | null;
}

export type StkPushResult =
  | {
      readonly kind: 'accepted';
      readonly merchantRequestId: string | null;
      readonly checkoutRequestId: string;
    }
  /** Daraja said no before any prompt. */
  | { readonly kind: 'refused'; readonly errorCode: string; readonly failure: FailureCode }
  /** Daraja was too busy and took nothing: the same push may be sent again later. */
  | { readonly kind: 'throttled'; readonly errorCode: string }
  /** Provably nothing was asked of M-Pesa. */
  | { readonly kind: 'not_sent'; readonly reason: string; readonly failure: FailureCode }
  /** The customer may have a prompt; never to be sent again. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Five to seven digits. A zero in front is not in any number, so such a one stays a text. */
const shortcode = z.union([z.int().min(10_000).max(9_999_999), z.string().regex(/^0\d{4,6}$/)]);
const msisdn = z
  .int()
  .refine((value) => /^254[17]\d{8}$/.test(String(value)))
  .meta({ sensitive: 'msisdn' });

/** Numbers where the table of the page says Numeric, whatever its sample shows (decision 0030). */
export const stkPushRequestSchema = z.strictObject({
  BusinessShortCode: shortcode,
  Password: z.string().min(1).meta({ sensitive: 'secret' }),
  Timestamp: z.string().regex(/^\d{14}$/),
  TransactionType: z.enum(['CustomerPayBillOnline', 'CustomerBuyGoodsOnline']),
  Amount: z.int().min(1).max(999_999),
  PartyA: msisdn,
  PartyB: shortcode,
  PhoneNumber: msisdn,
  CallBackURL: z.url({ protocol: /^https?$/ }).meta({ sensitive: 'url_with_token' }),
  AccountReference: z.string().min(1).max(MAX_REFERENCE_LENGTH),
  TransactionDesc: z.string().min(1).max(MAX_DESCRIPTION_LENGTH),
});

export const stkPushAnswerSchema = z.object({
  MerchantRequestID: id,
  CheckoutRequestID: id.meta({ sensitive: 'checkout_request_id' }),
  ...acknowledgementFields,
  CustomerMessage: text,
  ...errorFields,
});

type StkPushAnswer = z.infer<typeof stkPushAnswerSchema>;

const SPEC: OperationSpec<StkPushAnswer> = {
  operation: 'stk_push',
  requestSchema: stkPushRequestSchema,
  answerSchema: stkPushAnswerSchema,
  envelopeOf: (answer) => ({
    responseCode: answer.ResponseCode ?? null,
    ...errorOf(answer),
    hasHandle: answer.CheckoutRequestID !== undefined,
  }),
};

function shortcodeOnTheWire(digits: string): string | number {
  return digits.startsWith('0') ? digits : Number(digits);
}

function requestOf(
  account: DarajaAccount,
  push: PushRequest,
  nowMs: number,
): z.infer<typeof stkPushRequestSchema> {
  return {
    BusinessShortCode: shortcodeOnTheWire(account.shortcode),
    ...stkPassword(account, nowMs),
    TransactionType: account.transactionType,
    Amount: push.amountKes,
    PartyA: Number(push.msisdn),
    PartyB: shortcodeOnTheWire(account.partyB),
    PhoneNumber: Number(push.msisdn),
    CallBackURL: push.callbackUrl.expose(),
    AccountReference: push.reference,
    // Never null or missing: Daraja answers a null with "Invalid Remarks".
    TransactionDesc: push.description ?? push.reference,
  };
}

/**
 * Prompts the customer's phone (Daraja: M-PESA Express). Has no idempotency key, so one call sends
 * one push at most; the sole replay is of a push that was refused for its token.
 * @throws ZodError when our own request breaks its schema; nothing was sent then.
 */
export async function stkPush(
  context: AuthorisedContext,
  account: DarajaAccount,
  push: PushRequest,
  timeoutMs: number,
): Promise<StkPushResult> {
  const { result, answer } = await authorisedPost(context, account, {
    spec: SPEC,
    path: '/mpesa/stkpush/v1/processrequest',
    request: requestOf(account, push, context.ports.clock.nowMs()),
    subject: push.subject,
    timeoutMs,
  });
  return resultOf(result, answer);
}

function resultOf(result: DarajaResult, answer: StkPushAnswer | null): StkPushResult {
  switch (result.kind) {
    case 'accepted': {
      const checkoutRequestId = answer?.CheckoutRequestID;
      if (!checkoutRequestId) return { kind: 'unknown', reason: 'handle_missing' };
      const merchantRequestId = answer.MerchantRequestID ?? null;
      return { kind: 'accepted', merchantRequestId, checkoutRequestId };
    }
    case 'invalid_token':
      // Refused twice, the second time with a new token: the app lacks the product, or another
      // process keeps renewing the token. M-Pesa was never asked.
      return { kind: 'not_sent', reason: result.errorCode, failure: 'shortcode_misconfigured' };
    default:
      return result;
  }
}

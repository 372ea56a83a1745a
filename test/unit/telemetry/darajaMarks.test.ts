import type { z } from 'zod';
import { tokenAnswerSchema, tokenRequestSchema } from '../../../daraja/http/accessTokens';
import { stkPushAnswerSchema, stkPushRequestSchema } from '../../../daraja/operations/stkPush';
import { stkQueryAnswerSchema, stkQueryRequestSchema } from '../../../daraja/operations/stkQuery';
import {
  statusAnswerSchema,
  statusRequestSchema,
} from '../../../daraja/operations/transactionStatus';
import { markOf } from '../../../telemetry/redaction/schemaShape';

const SCHEMAS: Readonly<Record<string, z.ZodObject>> = {
  tokenRequest: tokenRequestSchema,
  tokenAnswer: tokenAnswerSchema,
  stkPushRequest: stkPushRequestSchema,
  stkPushAnswer: stkPushAnswerSchema,
  stkQueryRequest: stkQueryRequestSchema,
  stkQueryAnswer: stkQueryAnswerSchema,
  statusRequest: statusRequestSchema,
  statusAnswer: statusAnswerSchema,
};

const SOUNDS_PRIVATE =
  /phone|msisdn|party|password|passkey|secret|token|url|credential|checkout|name|mobile/i;

/** Fields that only sound private, each with the reason. */
const PUBLIC: Readonly<Record<string, string>> = {
  'stkPushRequest.PartyB': 'the shortcode or till that is paid',
  'statusRequest.PartyA': 'the shortcode that asks',
};

const FIELDS = Object.entries(SCHEMAS).flatMap(([name, schema]) =>
  Object.entries<z.core.$ZodType>(schema.shape).map(([key, field]) => ({
    path: `${name}.${key}`,
    key,
    mark: markOf(field),
  })),
);

describe("the marks on Daraja's schemas", () => {
  // Guarantees that a new field which sounds private cannot be logged by being forgotten (M15).
  it.each(FIELDS.filter(({ key }) => SOUNDS_PRIVATE.test(key)))('marks $path', ({ path, mark }) => {
    expect(path in PUBLIC ? 'public' : mark).toBeTruthy();
  });

  it('looks at every operation and at the fields that matter', () => {
    const marked = FIELDS.filter(({ mark }) => mark !== null && mark !== 'free_text').map(
      ({ path }) => path,
    );
    expect(marked).toEqual([
      'tokenAnswer.access_token',
      'stkPushRequest.Password',
      'stkPushRequest.PartyA',
      'stkPushRequest.PhoneNumber',
      'stkPushRequest.CallBackURL',
      'stkPushAnswer.CheckoutRequestID',
      'stkQueryRequest.Password',
      'stkQueryRequest.CheckoutRequestID',
      'stkQueryAnswer.CheckoutRequestID',
      'statusRequest.SecurityCredential',
      'statusRequest.ResultURL',
      'statusRequest.QueueTimeOutURL',
    ]);
  });

  // Guarantees that words of Daraja's which repeat an address or a token are not logged whole (A8).
  it('marks every text for people', () => {
    const texts = FIELDS.filter(({ key }) => /Message|Desc|requestId/.test(key));
    expect(texts.length).toBeGreaterThan(8);
    const isOurs = (path: string) => path === 'stkPushRequest.TransactionDesc';
    for (const { path, mark } of texts)
      if (!isOurs(path)) expect([path, mark]).toEqual([path, 'free_text']);
  });

  it('excuses no field that does not exist', () => {
    const paths = FIELDS.map(({ path }) => path);
    for (const path of Object.keys(PUBLIC)) expect(paths).toContain(path);
  });
});

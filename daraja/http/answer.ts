import { z } from 'zod';
import { parseResultCode } from '../../domain/evidence/resultCodes';

/** The longest that is known has twelve characters; anything much longer is something else. */
const CODE_LENGTH_MAX = 16;

/** Numbers and strings are used for the same codes on the wire; both become strings. */
const wireCode = z.union([z.string().max(CODE_LENGTH_MAX), z.number()]).transform(parseResultCode);

export const code = wireCode.optional().catch(undefined);

/** An error code that cannot be read is an error nevertheless. */
const errorCode = wireCode.nullish().catch('unreadable');

/** Text for people. Nothing is ever decided by it but where `classifyDarajaFailure` says so. */
export const text = z.string().optional().catch(undefined).meta({ sensitive: 'free_text' });

/** An id of Daraja's, opaque. */
export const id = z.string().min(1).max(64).optional().catch(undefined);

/**
 * The answer of the gateway before Daraja, which is Apigee's: `fault.detail.errorcode` names the
 * policy that stopped the request, such as `policies.ratelimit.SpikeArrestViolation`.
 */
const fault = z
  .object({
    faultstring: text,
    detail: z
      .object({
        errorcode: z
          .string()
          .max(80)
          .regex(/^[a-z]+(?:\.[A-Za-z_]+)+$/)
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);

/** Fields of every refusal (Daraja: the error envelope), sent with HTTP 200 at times. */
export const errorFields = { requestId: text, errorCode, errorMessage: text, fault };

/** Fields of every acknowledgement. */
export const acknowledgementFields = { ResponseCode: code, ResponseDescription: text };

/** The one thing of an answer by which it is classified, whichever operation it belongs to. */
export interface Envelope {
  readonly responseCode: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string;
  /** The code of the gateway's own fault, where the gateway answered in Daraja's place. */
  readonly faultCode: string | null;
  /** Whether the answer carries the handle that makes an acceptance usable. */
  readonly hasHandle: boolean;
}

/** The part of an envelope that says what went wrong, from the `errorFields` of an answer. */
export function errorOf(
  answer: z.infer<z.ZodObject<typeof errorFields>>,
): Pick<Envelope, 'errorCode' | 'errorMessage' | 'faultCode'> {
  return {
    errorCode: answer.errorCode ?? null,
    errorMessage: answer.errorMessage ?? '',
    faultCode: answer.fault?.detail?.errorcode ?? null,
  };
}

/** Daraja names one of its parts before a text at times, as in `[STK_CB - ]Wrong credentials`. */
const PREFIXES = /^(?:\[[\w -]{1,40}\](?: ?- ?| )?)+/;

/** The text of an error without the names of parts of Daraja before it. */
export function withoutPrefix(errorMessage: string): string {
  return errorMessage.trim().replace(PREFIXES, '').trim();
}

/** Parses a body as JSON, or gives null: HTML pages and cut answers come with HTTP 200 too. */
export function parseJsonObject(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    const parsed = z.record(z.string(), z.unknown()).safeParse(value);
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON at all; the caller calls that unreadable and keeps its hash.
    return null;
  }
}

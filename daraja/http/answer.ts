import { z } from 'zod';
import { parseResultCode } from '../../domain/evidence/resultCodes';

/** The longest that is known has twelve characters; anything much longer is something else. */
const CODE_LENGTH_MAX = 16;

/** Numbers and strings are used for the same codes on the wire; both become strings. */
const wireCode = z.union([z.string().max(CODE_LENGTH_MAX), z.number()]).transform(parseResultCode);

export const code = wireCode.optional().catch(undefined);

/** An error code that cannot be read is an error all the same. */
const errorCode = wireCode.nullish().catch('unreadable');

/** Text for people. Nothing is ever decided by it but where `classifyDarajaFailure` says so. */
export const text = z.string().optional().catch(undefined).meta({ sensitive: 'free_text' });

/** An id of Daraja's, opaque. */
export const id = z.string().min(1).max(64).optional().catch(undefined);

/** Fields of every refusal (Daraja: the error envelope), sent with HTTP 200 at times. */
export const errorFields = { requestId: text, errorCode, errorMessage: text };

/** Fields of every acknowledgement. */
export const acknowledgementFields = { ResponseCode: code, ResponseDescription: text };

/** The one thing of an answer by which it is classified, whichever operation it belongs to. */
export interface Envelope {
  readonly responseCode: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string;
  /** Whether the answer carries the handle that makes an acceptance usable. */
  readonly hasHandle: boolean;
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

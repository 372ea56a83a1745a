import { z } from 'zod';
import { parseResultCode } from '../domain/resultCodes';

/** Numbers and strings are used for the same codes on the wire; both become strings. */
export const code = z
  .union([z.string(), z.number()])
  .transform(parseResultCode)
  .optional()
  .catch(undefined);

/** Text for people. Nothing is ever decided by it but where `classifyDarajaFailure` says so. */
export const text = z.string().optional().catch(undefined);

/** An id of Daraja's, opaque. */
export const id = z.string().min(1).max(64).optional().catch(undefined);

/** Fields of every refusal (Daraja: the error envelope), sent with HTTP 200 at times. */
export const errorFields = { requestId: text, errorCode: code, errorMessage: text };

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

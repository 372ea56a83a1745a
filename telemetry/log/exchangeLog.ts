import type { z } from 'zod';
import type { Logger } from './logger';
import { redactBySchema } from '../redaction/redactBySchema';

/** One request to a provider and what came of it, with the schemas that say what may be shown. */
export interface Exchange {
  readonly operation: string;
  /** What it is about, such as a payment; null where it serves many, as a token does. */
  readonly subject: { readonly kind: string; readonly id: string } | null;
  readonly schemaForRequest: z.core.$ZodType;
  readonly request: unknown;
  readonly schemaForResponse: z.core.$ZodType;
  readonly response: unknown;
  /** SHA-256 of an answer that could not be read; null for all others. */
  readonly responseSha256: string | null;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly result: string;
}

/** The function that writes every exchange with a provider to a log, redacted by schema. */
export function logExchangeTo(logger: Logger): (exchange: Exchange) => void {
  return (exchange) => {
    if (!logger.isLevelEnabled('info')) return;
    const { operation, subject, status, result } = exchange;
    const fields = {
      operation,
      ...(subject === null ? {} : { [`${subject.kind}Id`]: subject.id }),
      result,
      status,
      durationMs: Math.round(exchange.durationMs),
      request: redactBySchema(exchange.schemaForRequest, exchange.request),
      response: redactBySchema(exchange.schemaForResponse, exchange.response),
      ...(exchange.responseSha256 === null ? {} : { responseSha256: exchange.responseSha256 }),
    };
    logger.info(fields, 'provider exchange');
  };
}

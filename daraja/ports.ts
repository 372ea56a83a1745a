import type { z } from 'zod';

/** The one clock from which timestamps and the age of tokens are read. */
export interface DarajaClock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

/** What is counted of the requests to Daraja; telemetry's metrics have this shape. */
export interface DarajaMetrics {
  readonly darajaRequests: {
    inc(labels: { operation: DarajaOperation; result: string }): void;
  };
  readonly darajaRequestSeconds: {
    observe(labels: { operation: DarajaOperation }, seconds: number): void;
  };
}

/** What a call is about, such as a payment, so that its exchanges can be found in the log. */
export interface DarajaSubject {
  readonly kind: string;
  readonly id: string;
}

export type DarajaOperation = 'oauth' | 'stk_push' | 'stk_query' | 'transaction_status';

/**
 * One HTTP exchange, as it was: the receiver redacts it by the marks on the two schemas before it
 * shows anything of it.
 */
export interface DarajaExchange {
  readonly operation: DarajaOperation;
  /** What it is about; null for a token, which serves many. */
  readonly subject: DarajaSubject | null;
  readonly schemaForRequest: z.core.$ZodType;
  readonly request: unknown;
  readonly schemaForResponse: z.core.$ZodType;
  /** Parsed JSON, or the text where it was none, or null where no answer came. */
  readonly response: unknown;
  /** SHA-256 of an answer that could not be read, to compare it with what others saw. */
  readonly responseSha256: string | null;
  /** HTTP status, or null where no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly result: string;
}

/** What the host brings to the client. */
export interface DarajaPorts {
  readonly clock: DarajaClock;
  readonly metrics: DarajaMetrics;
  /** Called once for every exchange, tokens included. Must not throw. */
  logExchange(exchange: DarajaExchange): void;
}

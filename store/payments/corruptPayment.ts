import type { z } from 'zod';

/** A document of the wrong shape must stop its payment here, never become a default. */
export class CorruptPaymentError extends Error {
  override readonly name = 'CorruptPaymentError';
  readonly code = 'corrupt_payment';
}

/** Names field and rule, never the value: it may be private. */
export function corruption(what: 'payment' | 'callback', error: z.ZodError): string {
  const [issue] = error.issues;
  return `A stored ${what} is corrupt at "${issue?.path.join('.')}": ${issue?.code}.`;
}

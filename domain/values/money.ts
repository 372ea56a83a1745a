import type { Brand } from './brand';
import type { FieldError } from './fieldError';
import { err, ok, type Result } from './result';

/** Whole Kenyan shillings. */
export type AmountKes = Brand<number, 'AmountKes'>;
/** Integer cents: statements and charges carry them, payments never do. */
export type AmountCents = Brand<number, 'AmountCents'>;

/** Limits of one customer payment (Daraja, M-PESA Express: 1 to 250,000 shillings). */
export const MIN_PAYMENT_KES = 1;
export const MAX_PAYMENT_KES = 250_000;

/** Takes a merchant's amount: a JSON integer from 1 to 250,000, nothing that must be rounded. */
export function parseAmountKes(value: unknown): Result<AmountKes, FieldError> {
  const refuse = (rule: string): Result<AmountKes, FieldError> =>
    err({
      field: 'amountKes',
      rule,
      remedy: `Send whole shillings as a JSON number, ${MIN_PAYMENT_KES} to ${MAX_PAYMENT_KES}.`,
    });
  if (typeof value !== 'number') return refuse('must be a JSON number');
  if (!Number.isInteger(value)) return refuse('must be whole shillings, without a fraction');
  if (value < MIN_PAYMENT_KES) return refuse(`must be at least ${MIN_PAYMENT_KES}`);
  if (value > MAX_PAYMENT_KES) return refuse(`must be at most ${MAX_PAYMENT_KES}`);
  return ok(value as AmountKes);
}

const PROVIDER_AMOUNT = /^(\d{1,9})(?:\.(\d{1,2}))?$/;

/**
 * Reads an amount as M-Pesa writes it: `1`, `1.0`, `"1.00"`, `"1,100.00"`. Returns null for what
 * is not an amount. Callbacks carry numbers with decimals, other answers strings.
 */
export function parseProviderAmount(value: unknown): AmountCents | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = PROVIDER_AMOUNT.exec(String(value).trim().replaceAll(',', ''));
  if (!match) return null;
  const cents = Number((match[2] ?? '').padEnd(2, '0'));
  return (Number(match[1]) * 100 + cents) as AmountCents;
}

export function kesToCents(amount: AmountKes): AmountCents {
  return (amount * 100) as AmountCents;
}

import type { Brand } from './brand';
import type { FieldError } from './fieldError';
import { hiddenCharacter } from './hiddenCharacter';
import { err, ok, type Result } from './result';

/** The merchant's own name for what is paid; Daraja shows it as AccountReference. */
export type Reference = Brand<string, 'Reference'>;

/** Daraja's AccountReference takes 12 characters and TransactionDesc 13 (M-PESA Express). */
export const MAX_REFERENCE_LENGTH = 12;
export const MAX_DESCRIPTION_LENGTH = 13;

export const REFERENCE_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,11})$/;
export const DESCRIPTION_PATTERN = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,12}$/;

/** An allow-list, because the text is printed on phones and in statements as it stands. */
export function parseReference(value: unknown): Result<Reference, FieldError> {
  if (typeof value === 'string' && REFERENCE_PATTERN.test(value)) return ok(value as Reference);
  const hidden = hiddenCharacter(value);
  return err({
    field: 'reference',
    rule: `must be 1 to ${MAX_REFERENCE_LENGTH} letters, digits or . _ / -`,
    remedy: hidden
      ? `It holds ${hidden}: type it again instead of copying it.`
      : 'Shorten it, as in "ORD-1042", and keep your longer number in your own records.',
  });
}

export function parseDescription(value: unknown): Result<string, FieldError> {
  if (typeof value === 'string' && DESCRIPTION_PATTERN.test(value)) return ok(value);
  const hidden = hiddenCharacter(value);
  return err({
    field: 'description',
    rule: `must be 1 to ${MAX_DESCRIPTION_LENGTH} letters, digits, spaces or . _ / -`,
    remedy: hidden
      ? `It holds ${hidden}: type it again instead of copying it.`
      : 'Shorten it, as in "Order 1042", or leave it out.',
  });
}

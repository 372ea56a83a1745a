import type { Brand } from './brand';
import type { FieldError } from './fieldError';
import { hiddenCharacter } from './hiddenCharacter';
import { err, ok, type Result } from './result';

/** A Kenyan mobile number in Daraja's form: 254, then 7 or 1, then eight digits. */
export type Msisdn = Brand<string, 'Msisdn'>;

const MAX_INPUT_LENGTH = 24;
const NATIONAL = /^0([17]\d{8})$/;
const INTERNATIONAL = /^\+?254([17]\d{8})$/;

/** A number as people may write it, spaces anywhere: what `parseMsisdn` takes. */
export const WRITTEN_MSISDN = /^ *(?:0|\+? *2 *5 *4) *[17](?: *[0-9]){8} *$/;

/**
 * Brings 07…, 01…, 254… and +254…, with or without spaces, to the one form that Daraja takes
 * (M-PESA Express: `^254[17]\d{8}$`; narrower prefixes would refuse numbers that get prompts).
 */
export function parseMsisdn(value: unknown): Result<Msisdn, FieldError> {
  const refusal: FieldError = {
    field: 'phone',
    rule: 'must be a Kenyan mobile number',
    remedy: 'Send it as 07XXXXXXXX, 01XXXXXXXX, 2547XXXXXXXX or +2547XXXXXXXX.',
  };
  const hidden = hiddenCharacter(value);
  if (hidden !== null) {
    const remedy = 'Type the number again instead of copying it.';
    return err({ field: 'phone', rule: `must not hold ${hidden}`, remedy });
  }
  if (typeof value !== 'string' || value.length > MAX_INPUT_LENGTH) return err(refusal);
  const digits = value.replaceAll(' ', '');
  const match = NATIONAL.exec(digits) ?? INTERNATIONAL.exec(digits);
  return match ? ok(`254${match[1]}` as Msisdn) : err(refusal);
}

/** What people and logs may see of a number: 2547****149. */
export function maskMsisdn(msisdn: Msisdn): string {
  return `${msisdn.slice(0, 4)}****${msisdn.slice(-3)}`;
}

import { randomBytes } from 'node:crypto';
import { Secret } from '../../../domain/values/secret';
import type { Merchant } from '../../../store/merchants/merchants';
import type { ApiDependencies } from '../../dependencies';
import { invalidField } from '../../http/problem';

const SECRET_BYTES = 32;

/**
 * An endpoint with a secret made for it, as Standard Webhooks writes secrets.
 * @throws AppError where plain http is not allowed.
 */
export function newWebhook(
  url: string,
  { allowPlainHttp }: ApiDependencies,
): NonNullable<Merchant['webhook']> {
  if (!allowPlainHttp && !url.toLowerCase().startsWith('https://')) {
    throw invalidField({
      field: 'webhookUrl',
      rule: 'must be an https address',
      remedy: 'Plain http is for HAKIKA_ENV=local alone.',
    });
  }
  const secret = new Secret(`whsec_${randomBytes(SECRET_BYTES).toString('base64')}`);
  return { url, secret };
}

/** What the audit log may hold of an address: its path can be a credential. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

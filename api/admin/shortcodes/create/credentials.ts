import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { err, ok } from '../../../../domain/values/result';
import { Secret } from '../../../../domain/values/secret';
import type { Shortcode } from '../../../../store/merchants/shortcodes';
import { sensitive } from '../../../../telemetry/redaction/sensitive';
import { field } from '../../../contract/field';
import { ruled } from '../../fields';

const MAX_LENGTH = 500;

function secretText(name: string, description: string) {
  const shown = z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .max(MAX_LENGTH)
    .meta({ description, sensitive: 'secret' });
  return ruled(shown, {
    name: `credentials.${name}`,
    rule: `must be 1 to ${MAX_LENGTH} visible ASCII characters`,
    remedy: 'Copy it again from the Daraja portal, without blanks.',
  });
}

const certificatePem = field<string>(
  z.string().max(20_000).meta({
    description: 'Safaricom’s certificate of the environment, in PEM. It is public.',
    sensitive: 'secret',
  }),
  (value) => {
    if (typeof value === 'string' && isCertificate(value)) return ok(value);
    return err({
      field: 'credentials.initiator.certificatePem',
      rule: 'must be a certificate or a public key in PEM',
      remedy: 'Send the whole file that Safaricom publishes, with its first and last line.',
    });
  },
);

function isCertificate(pem: string): boolean {
  if (!/-----BEGIN (CERTIFICATE|PUBLIC KEY)-----/.test(pem)) return false;
  try {
    return createPublicKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    // What cannot be read is not a certificate; why does not matter to who sent it.
    return false;
  }
}

const initiator = z
  .strictObject({
    name: secretText('initiator.name', 'The API operator’s name.'),
    password: secretText('initiator.password', 'The API operator’s password.'),
    certificatePem,
  })
  .meta({ description: 'Who asks Transaction Status in the name of the shortcode.' });

export const credentials = sensitive(
  z.strictObject({
    consumerKey: secretText('consumerKey', 'The consumer key of the Daraja app.'),
    consumerSecret: secretText('consumerSecret', 'The consumer secret of the Daraja app.'),
    passkey: secretText('passkey', 'The passkey of M-PESA Express.'),
    initiator: initiator.optional(),
  }),
  'secret',
).meta({
  description: 'What it takes to call Daraja. No answer shows them.',
  sensitive: 'secret',
});

type Kept = Pick<Shortcode, 'consumerKey' | 'consumerSecret' | 'passkey' | 'initiator'>;

/** Wraps them up before they go anywhere. */
export function keptCredentials(given: z.output<typeof credentials>): Kept {
  const { initiator } = given;
  return {
    consumerKey: new Secret(given.consumerKey),
    consumerSecret: new Secret(given.consumerSecret),
    passkey: new Secret(given.passkey),
    initiator:
      initiator === undefined ? null : { ...initiator, password: new Secret(initiator.password) },
  };
}

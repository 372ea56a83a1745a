import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import type { DarajaInitiator } from '../account';

/**
 * The initiator's password as Daraja takes it: the bytes of the password alone, RSA with PKCS#1
 * v1.5 padding (not OAEP), in base64 (Daraja: Transaction Status, Security Credential).
 * @throws Error when the certificate or public key is not PEM, which is a fault of our settings.
 */
export function securityCredential(initiator: DarajaInitiator): string {
  const key = createPublicKey(initiator.certificatePem);
  const password = Buffer.from(initiator.password.expose(), 'utf8');
  const encrypted = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, password);
  return encrypted.toString('base64');
}

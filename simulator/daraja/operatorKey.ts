import { constants, generateKeyPair, privateDecrypt, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { selfSignedCertificate } from './selfSignedCertificate';

const generate = promisify(generateKeyPair);

/**
 * The simulator's own key and certificate in the place of Safaricom's. Made at each start and
 * published on the control API, because a key file in the repository would look like a secret.
 */
export class OperatorKey {
  private constructor(
    readonly publicPem: string,
    /** The same key as an X.509 certificate, which is what most clients load. */
    readonly certificatePem: string,
    private readonly privateKey: KeyObject,
  ) {}

  static async create(): Promise<OperatorKey> {
    const keys = await generate('rsa', { modulusLength: 2048 });
    return new OperatorKey(
      keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      selfSignedCertificate('simulator.example.test', keys, Date.now()),
      keys.privateKey,
    );
  }

  /**
   * The password inside a SecurityCredential: RSA with PKCS#1 v1.5 padding, base64 (Daraja:
   * Security Credentials). Undefined when it was not made with this key and padding.
   */
  decrypt(securityCredential: string): string | undefined {
    const sealed = Buffer.from(securityCredential, 'base64');
    if (sealed.length !== 256) return undefined;
    return withoutPadding(this.open(sealed));
  }

  private open(sealed: Buffer): Buffer {
    try {
      const padding = constants.RSA_NO_PADDING;
      return privateDecrypt({ key: this.privateKey, padding }, sealed);
    } catch {
      // A number larger than the modulus cannot have been made with this key.
      return Buffer.alloc(0);
    }
  }
}

/**
 * Takes off `00 02 <random, no zero> 00`. Node refuses to do it for PKCS#1 v1.5 (the Marvin
 * attack); a simulator's key guards nothing.
 */
function withoutPadding(padded: Buffer): string | undefined {
  if (padded[0] !== 0 || padded[1] !== 2) return undefined;
  const end = padded.indexOf(0, 2);
  return end < 10 ? undefined : padded.subarray(end + 1).toString('utf8');
}

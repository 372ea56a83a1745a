import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Secret } from '../domain/values/secret';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** A 256-bit key and the id that what it sealed carries. */
export interface EncryptionKey {
  readonly keyId: string;
  readonly key: Secret<Buffer>;
}

/** An encrypted value as it is stored: which key, and nonce + ciphertext + tag. */
export interface Sealed {
  readonly keyId: string;
  readonly data: Buffer;
}

/** A sealed value names a key that this process was not given. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';

  constructor(readonly keyId: string) {
    super(`No encryption key with id "${keyId}": add it to ENCRYPTION_KEYS (old keys go last).`);
  }
}

/**
 * Seals with the first key, opens with whichever key the value names, so that keys rotate by
 * putting a new one first. AES-256-GCM with a random nonce (NIST SP 800-38D).
 */
export class Keyring {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #current: string;
  readonly #lookupKey: Buffer;

  /** @throws Error when a key is not 256 bits long or none is given. */
  constructor(keys: readonly EncryptionKey[], lookupKey: Secret<Buffer>) {
    const [first] = keys;
    if (!first) throw new Error('At least one encryption key is needed.');
    this.#keys = new Map(keys.map(({ keyId, key }) => [keyId, key.expose()]));
    for (const [keyId, key] of this.#keys) {
      if (key.length !== KEY_BYTES) throw new Error(`Encryption key "${keyId}" is not 256 bits.`);
    }
    this.#current = first.keyId;
    this.#lookupKey = lookupKey.expose();
  }

  /** `purpose` is bound to the value: what was sealed as one thing cannot be opened as another. */
  seal(plain: Buffer | string, purpose: string): Sealed {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#keyOf(this.#current), iv);
    cipher.setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { keyId: this.#current, data: Buffer.concat([iv, body, cipher.getAuthTag()]) };
  }

  /**
   * @throws UnknownKeyError when the key is not here.
   * @throws Error when the value was altered or sealed for another purpose.
   */
  open(sealed: Sealed, purpose: string): Buffer {
    const iv = sealed.data.subarray(0, IV_BYTES);
    const tag = sealed.data.subarray(sealed.data.length - TAG_BYTES);
    const body = sealed.data.subarray(IV_BYTES, sealed.data.length - TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.#keyOf(sealed.keyId), iv);
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  }

  /** A keyed hash to look a private value up by, useless without the key. */
  lookupHash(value: string, purpose: string): string {
    return createHmac('sha256', this.#lookupKey).update(`${purpose}\0${value}`).digest('hex');
  }

  #keyOf(keyId: string): Buffer {
    const key = this.#keys.get(keyId);
    if (!key) throw new UnknownKeyError(keyId);
    return key;
  }
}

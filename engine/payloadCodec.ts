import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { Keyring } from '../crypto/keyring';

const ENCODING = 'encoding';
const ENCRYPTED = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const PURPOSE = 'temporalPayload';

const text = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Encrypts everything that workflows, activities and signals carry, so that the engine's database
 * and its backups hold nothing readable. Payloads that were not encrypted pass through: the server
 * makes some itself.
 */
export class EncryptionCodec implements PayloadCodec {
  /**
   * With `onUndecodable` a payload that cannot be opened stays sealed, for the payload converter to
   * mark: anybody can send a workflow such a message. Without it opening such a payload throws.
   */
  constructor(
    private readonly keyring: Keyring,
    private readonly onUndecodable?: () => void,
  ) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const plain = temporal.api.common.v1.Payload.encode(payload).finish();
      const { keyId, data } = this.keyring.seal(Buffer.from(plain), PURPOSE);
      return {
        metadata: { [ENCODING]: text.encode(ENCRYPTED), [KEY_ID]: text.encode(keyId) },
        data,
      };
    });
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const { metadata, data } = payload;
      if (!metadata || !data || read(metadata[ENCODING]) !== ENCRYPTED) return payload;
      try {
        const sealed = { keyId: read(metadata[KEY_ID]), data: Buffer.from(data) };
        return temporal.api.common.v1.Payload.decode(this.keyring.open(sealed, PURPOSE));
      } catch (error) {
        if (this.onUndecodable === undefined) throw error;
        this.onUndecodable();
        return payload;
      }
    });
  }
}

function read(bytes: Uint8Array | null | undefined): string {
  return bytes ? decoder.decode(bytes) : '';
}

import { z } from 'zod';
import type { Sealed } from '../../crypto/keyring';

/** How an encrypted value lies in a document. The driver hands binary back in its own wrapper. */
export const sealedShape = z.object({
  keyId: z.string(),
  data: z.custom<Uint8Array | { buffer: Uint8Array }>((data) => typeof data === 'object'),
});

export function binary({ keyId, data }: z.infer<typeof sealedShape>): Sealed {
  return { keyId, data: Buffer.from(data instanceof Uint8Array ? data : data.buffer) };
}

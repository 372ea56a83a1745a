import { z } from 'zod';
import type { KeptNotice } from '../../domain/evidence/notice';
import type { CallbackEvidence, TransactionStatusEvidence } from '../../domain/evidence/evidence';
import type { AttemptId, CallbackId, PaymentId } from '../../domain/values/ids';
import type { Models } from '../mongo/connection';
import type { Keyring, Sealed } from '../../crypto/keyring';
import { duplicateIndex } from '../payments/payments';
import { CorruptPaymentError, corruption } from '../payments/corruptPayment';
import { evidenceShape } from '../payments/paymentShape';
import { sha256 } from '../../crypto/sha256';
import { fromStored, toStored } from '../mongo/storedDates';

const BODY_PURPOSE = 'callbackBody';

export interface ReceivedCallback {
  readonly callbackId: CallbackId;
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly kind: 'stk' | 'transaction_status';
  readonly rawBody: Buffer;
  readonly evidence: CallbackEvidence | TransactionStatusEvidence | null;
  readonly orphanReason: string | null;
  readonly sealedCheckoutRequestId: string | null;
  readonly receivedAtMs: number;
}

const storedSchema = z.looseObject({
  evidence: z.unknown(),
  sealedCheckoutRequestId: z.string().nullable().default(null),
});

/** The inbox of everything Safaricom sent with a true token, kept before anything acts on it. */
export class Callbacks {
  constructor(
    private readonly models: Models,
    private readonly keyring: Keyring,
  ) {}

  /** Keeps a callback. A repeat of the same bytes for the same attempt is `known` already. */
  async keep(callback: ReceivedCallback): Promise<'kept' | 'known'> {
    const { callbackId, rawBody, evidence, receivedAtMs, ...fields } = callback;
    try {
      await this.models.callbacks.collection.insertOne({
        ...fields,
        _id: callbackId,
        bodyHash: sha256(rawBody),
        body: this.keyring.seal(rawBody, BODY_PURPOSE),
        evidence: toStored(evidence),
        receivedAt: new Date(receivedAtMs),
      } as never);
      return 'kept';
    } catch (error) {
      if (duplicateIndex(error) === null) throw error;
      return 'known';
    }
  }

  /**
   * All that came for a payment, oldest first: what a restarted workflow works from.
   * @throws CorruptPaymentError when a row is not what this code writes.
   */
  async noticesFor(paymentId: PaymentId): Promise<KeptNotice[]> {
    const rows = await this.models.callbacks.find({ paymentId }).sort({ receivedAt: 1 }).lean();
    return rows.flatMap((row) => {
      const { evidence, sealedCheckoutRequestId } = storedSchema.parse(row);
      if (evidence === null) return [];
      const shaped = evidenceShape.safeParse(fromStored(evidence));
      if (!shaped.success) throw new CorruptPaymentError(corruption('callback', shaped.error));
      const known = shaped.data as unknown as KeptNotice['evidence'];
      return [{ evidence: known, sealedCheckoutRequestId }];
    });
  }

  /** Seals a private detail of a callback for its journey through the workflow's signal. */
  sealCheckoutRequestId(checkoutRequestId: string): string {
    const { keyId, data } = this.keyring.seal(checkoutRequestId, BODY_PURPOSE);
    return `${keyId}.${data.toString('base64url')}`;
  }

  /** @throws Error when the text was not sealed here. */
  openCheckoutRequestId(sealedText: string): string {
    const [keyId = '', data = ''] = sealedText.split('.');
    const sealed: Sealed = { keyId, data: Buffer.from(data, 'base64url') };
    return this.keyring.open(sealed, BODY_PURPOSE).toString();
  }
}

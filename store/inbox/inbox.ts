import { z } from 'zod';
import type { Keyring, Sealed } from '../../crypto/keyring';
import { sha256 } from '../../crypto/sha256';
import type { KeptNotice } from '../../domain/evidence/notice';
import type { CallbackId } from '../../domain/values/ids';
import type { Owner } from '../../domain/values/owner';
import { duplicateIndex } from '../mongo/compareAndSet';
import type { Models } from '../mongo/connection';
import { corruption } from '../mongo/corruptRecord';
import { EVIDENCE_MOMENTS, evidenceShape } from '../mongo/evidenceShape';
import { fromStoredMoments, toStoredMoments } from '../mongo/storedMoments';

const BODY_PURPOSE = 'callbackBody';

/** Through which address of ours something came. */
export type InboxSource = 'stk_callback' | 'transaction_status_result';

/** Something that Safaricom POSTed to an address whose token or proof was checked. */
export interface Arrival {
  readonly callbackId: CallbackId;
  readonly owner: Owner;
  readonly source: InboxSource;
  readonly rawBody: Buffer;
  /** What it says, or null where it is set aside. */
  readonly evidence: KeptNotice['evidence'] | null;
  /** Why it does not count as evidence about its owner; null where it is. */
  readonly setAsideReason: string | null;
  readonly sealedCheckoutRequestId: string | null;
  readonly receivedAtMs: number;
}

const rowSchema = z.looseObject({
  evidence: z.looseObject({}).nullable(),
  sealedCheckoutRequestId: z.string().nullable(),
});

/** The inbox: all that came with a true token, exactly as it came, kept before it is used. */
export class Inbox {
  constructor(
    private readonly models: Models,
    private readonly keyring: Keyring,
  ) {}

  /** Keeps an arrival. A repeat of the same bytes from the same source is `known` already. */
  async keep(arrival: Arrival): Promise<'kept' | 'known'> {
    const { callbackId, rawBody, evidence, receivedAtMs, ...fields } = arrival;
    try {
      await this.models.inbox.collection.insertOne({
        ...fields,
        _id: callbackId,
        bodyHash: sha256(rawBody),
        body: this.keyring.seal(rawBody, BODY_PURPOSE),
        evidence: evidence && toStoredMoments(evidence, EVIDENCE_MOMENTS),
        receivedAt: new Date(receivedAtMs),
      } as never);
      return 'kept';
    } catch (error) {
      if (duplicateIndex(error) === null) throw error;
      return 'known';
    }
  }

  /**
   * All that came for an owner, oldest first: what a restarted workflow works from.
   * @throws CorruptRecordError when a row is not what this code writes.
   */
  async noticesFor({ kind, id }: Owner): Promise<KeptNotice[]> {
    const rows = await this.models.inbox
      .find({ 'owner.kind': kind, 'owner.id': id })
      .sort({ receivedAt: 1 })
      .lean();
    return rows.flatMap((row) => {
      const parsed = rowSchema.safeParse(row);
      if (!parsed.success) throw corruption('callback', parsed.error);
      const { evidence, sealedCheckoutRequestId } = parsed.data;
      if (evidence === null) return [];
      const shaped = evidenceShape.safeParse(fromStoredMoments(evidence, EVIDENCE_MOMENTS));
      if (!shaped.success) throw corruption('callback', shaped.error);
      const known = shaped.data as unknown as KeptNotice['evidence'];
      return [{ evidence: known, sealedCheckoutRequestId }];
    });
  }

  /** Seals Daraja's handle of a prompt for its journey through the workflow's signal. */
  sealHandle(checkoutRequestId: string): string {
    const { keyId, data } = this.keyring.seal(checkoutRequestId, BODY_PURPOSE);
    return `${keyId}.${data.toString('base64url')}`;
  }

  /** @throws Error when the text was not sealed here. */
  openHandle(sealedText: string): string {
    const [keyId = '', data = ''] = sealedText.split('.');
    const sealed: Sealed = { keyId, data: Buffer.from(data, 'base64url') };
    return this.keyring.open(sealed, BODY_PURPOSE).toString();
  }
}

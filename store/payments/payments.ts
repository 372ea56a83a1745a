import { LRUCache } from 'lru-cache';
import type { mongo } from 'mongoose';
import type { EventId, MerchantId, PaymentId } from '../../domain/values/ids';
import { assertInvariant } from '../../domain/values/invariant';
import { parseMsisdn, type Msisdn } from '../../domain/values/msisdn';
import type { Payment } from '../../domain/payment/payment';
import type { Models } from '../mongo/connection';
import type { Keyring } from '../../crypto/keyring';
import { changedFields, fromRecord, toRecord, type PaymentRecord } from './paymentRecord';

const PHONE_PURPOSE = 'phone';
const REQUEST_PURPOSE = 'request';
const WRITTEN_MAX = 500;
const WRITTEN_TTL_MS = 60_000;

export interface NewPayment {
  readonly payment: Payment;
  readonly phone: Msisdn;
  readonly idempotencyKey: string;
  /** The request in one canonical form; only its keyed hash is kept, since the phone is in it. */
  readonly request: string;
}

export type InsertOutcome =
  | { readonly kind: 'inserted' }
  /** This merchant used the key before; `sameRequest` tells whether for the same body. */
  | { readonly kind: 'repeated'; readonly payment: Payment; readonly sameRequest: boolean }
  /** Another payment with this reference may still be paid. */
  | { readonly kind: 'reference_open'; readonly paymentId: PaymentId | null };

/**
 * - `stored`: the write is on a majority's journal;
 * - `moved_on`: someone else wrote since this version was read, so read again and judge again;
 * - `receipt_taken`, `checkout_request_taken`: another payment holds that handle.
 */
export type ReplaceOutcome = 'stored' | 'moved_on' | 'receipt_taken' | 'checkout_request_taken';

/**
 * Payments in the database. Every change is one compare-and-set on one document. Writes go past
 * mongoose's casting, which zod's shape check in `toRecord` makes a second time over.
 */
export class Payments {
  /** Payments as this process last wrote them. Another process may have written since. */
  readonly #written = new LRUCache<PaymentId, Payment>({
    max: WRITTEN_MAX,
    ttl: WRITTEN_TTL_MS,
  });

  constructor(
    private readonly models: Models,
    private readonly keyring: Keyring,
  ) {}

  /** Inserts a payment once per (merchant, idempotency key) and per open reference. */
  async insert(created: NewPayment): Promise<InsertOutcome> {
    const { payment, phone, idempotencyKey, request } = created;
    try {
      await this.models.payments.collection.insertOne({
        ...toRecord(payment, this.keyring),
        phone: {
          sealed: this.keyring.seal(phone, PHONE_PURPOSE),
          hash: this.keyring.lookupHash(phone, PHONE_PURPOSE),
        },
        idempotencyKey,
        requestHash: this.keyring.lookupHash(request, REQUEST_PURPOSE),
      });
      return { kind: 'inserted' };
    } catch (error) {
      const index = duplicateIndex(error);
      if (index === null) throw error;
      return this.whyNotInserted(created);
    }
  }

  /** Either index may have refused; a repeat of the key outranks an open reference. */
  private async whyNotInserted(created: NewPayment): Promise<InsertOutcome> {
    const { merchantId, reference } = created.payment;
    const { idempotencyKey, request } = created;
    const same = await this.findOne({ merchantId, idempotencyKey });
    if (same) {
      const requestHash = this.keyring.lookupHash(request, REQUEST_PURPOSE);
      const sameRequest = same.requestHash === requestHash;
      return { kind: 'repeated', payment: same.payment, sameRequest };
    }
    const holder = await this.findOne({ merchantId, reference, open: true });
    return { kind: 'reference_open', paymentId: holder?.payment.paymentId ?? null };
  }

  async find(paymentId: PaymentId): Promise<Payment | null> {
    return (await this.findOne({ _id: paymentId }))?.payment ?? null;
  }

  /**
   * The payment as this process last wrote it, if it did so lately. It may be out of date: good for
   * what never changes, and for a compare-and-set, which notices.
   */
  lastWritten(paymentId: PaymentId): Payment | null {
    return this.#written.get(paymentId) ?? null;
  }

  /** Another merchant's payment is as absent as one that never was. */
  async findForMerchant(merchantId: MerchantId, paymentId: PaymentId): Promise<Payment | null> {
    const payment = await this.find(paymentId);
    return payment?.merchantId === merchantId ? payment : null;
  }

  async findByIdempotencyKey(merchantId: MerchantId, key: string): Promise<PaymentRecord | null> {
    return this.findOne({ merchantId, idempotencyKey: key });
  }

  /** The payment and the number to prompt: the one place where the number is opened. */
  async findWithPhone(paymentId: PaymentId): Promise<{ payment: Payment; phone: Msisdn } | null> {
    const record = await this.findOne({ _id: paymentId });
    if (!record) return null;
    const opened = this.keyring.open(record.sealedPhone, PHONE_PURPOSE).toString();
    const phone = parseMsisdn(opened);
    assertInvariant(phone.ok, 'payment.phone_is_msisdn', { paymentId });
    return { payment: record.payment, phone: phone.value };
  }

  /**
   * Writes a payment over the version that it was made from. Compare-and-set by `updateOne`: what
   * matched nothing is an answer, not an error.
   */
  async replace(before: Payment, after: Payment): Promise<ReplaceOutcome> {
    assertUnchangedOrder(before, after);
    const next = { ...after, version: before.version + 1 };
    try {
      const result = await this.models.payments.collection.updateOne(
        { _id: before.paymentId, version: before.version },
        { $set: changedFields(before, next, this.keyring) },
      );
      if (result.matchedCount === 0) return 'moved_on';
      this.#written.set(next.paymentId, next);
      return 'stored';
    } catch (error) {
      const index = duplicateIndex(error);
      if (index === 'receipt') return 'receipt_taken';
      if (index === 'checkout_request') return 'checkout_request_taken';
      throw error;
    }
  }

  /** Notes how a merchant's event ended. Repeating it changes nothing. */
  async markEvent(
    paymentId: PaymentId,
    eventId: EventId,
    status: 'delivered' | 'parked',
    atMs: number,
  ): Promise<void> {
    const deliveredAt = status === 'delivered' ? new Date(atMs) : null;
    await this.models.payments.collection.updateOne(
      {
        _id: paymentId,
        outbox: { $elemMatch: { eventId, status: { $ne: 'delivered' } } },
      },
      {
        $set: { 'outbox.$.status': status, 'outbox.$.deliveredAt': deliveredAt },
        $inc: { version: 1 },
      },
    );
  }

  private async findOne(filter: Record<string, string | boolean>): Promise<PaymentRecord | null> {
    const document = await this.models.payments.findOne(filter).lean();
    return document ? fromRecord(document, this.keyring) : null;
  }
}

/** What the merchant asked for never changes after creation (M7). */
function assertUnchangedOrder(before: Payment, after: Payment): void {
  const { paymentId } = before;
  assertInvariant(after.amountKes === before.amountKes, 'payment.amount_immutable', { paymentId });
  assertInvariant(after.shortcode === before.shortcode, 'payment.shortcode_immutable', {
    paymentId,
  });
  assertInvariant(after.reference === before.reference, 'payment.reference_immutable', {
    paymentId,
  });
}

/** The name of the unique index that refused a write, or null for any other error. */
export function duplicateIndex(error: unknown): string | null {
  if (!isDuplicateKeyError(error)) return null;
  const name = / index: (\S+)/.exec(error.message)?.[1];
  return name ?? '';
}

function isDuplicateKeyError(error: unknown): error is mongo.MongoServerError {
  return error instanceof Error && 'code' in error && error.code === 11000;
}

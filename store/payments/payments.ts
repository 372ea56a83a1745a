import { LRUCache } from 'lru-cache';
import type { MerchantId, PaymentId } from '../../domain/values/ids';
import { assertInvariant } from '../../domain/values/invariant';
import { parseMsisdn, type Msisdn } from '../../domain/values/msisdn';
import type { Receipt } from '../../domain/values/receipt';
import { ORDER_FIELDS, type Payment } from '../../domain/payment/payment';
import type { PhonePrompt } from '../../domain/payment/phone';
import { isOpen } from '../../domain/payment/state';
import { firstSweepAtMs, sweepChange } from '../../domain/payment/sweep';
import type { Events } from '../events/events';
import { compareAndSet, duplicateIndex, type RecordCollection } from '../mongo/compareAndSet';
import type { Models } from '../mongo/connection';
import type { Page, PageAsked } from '../mongo/page';
import type { Keyring } from '../../crypto/keyring';
import {
  changedFields,
  fromRecord,
  PAYMENT_KIND,
  toRecord,
  type PaymentRecord,
} from './paymentRecord';
import { listPayments, type PaymentFilter } from './listPayments';
import { promptsOnPhone, type PromptsAsked } from './promptsOnPhone';
import { unfinishedPayments } from './unfinished';

const PHONE_PURPOSE = 'phone';
const REQUEST_PURPOSE = 'request';
const WRITTEN_MAX = 500;
const WRITTEN_TTL_MS = 60_000;

export interface NewPayment {
  readonly payment: Payment;
  readonly phone: Msisdn;
  readonly idempotencyKey: string;
  /** The request as it was written; only its keyed hash is kept, since the phone is in it. */
  readonly request: string;
  /** Other texts that mean the same request as this one. */
  readonly sameRequests: readonly string[];
}

/** What the same key asked for before. */
export interface Repeat {
  readonly payment: Payment;
  /** Whether it asked for the same. */
  readonly sameRequest: boolean;
}

export type InsertResult =
  | { readonly kind: 'inserted' }
  /** This merchant used the key before. */
  | ({ readonly kind: 'repeated' } & Repeat)
  /** Another payment with this reference may still be paid. */
  | { readonly kind: 'reference_open'; readonly paymentId: PaymentId | null };

/**
 * - `stored`: the write is on a majority's journal;
 * - `moved_on`: someone else wrote since this version was read, so read again and judge again;
 * - `receipt_taken`, `checkout_request_taken`: another owner holds that receipt or handle;
 * - `phone_taken`: another payment holds the phone.
 */
export type ReplaceResult = 'stored' | 'moved_on' | keyof typeof TAKEN_BY;

/** What a unique index says by refusing a change. */
const TAKEN_BY = {
  receipt_taken: 'receipt',
  checkout_request_taken: 'checkout_request',
  phone_taken: 'held_phone',
} as const;

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
    private readonly events: Events,
  ) {}

  /** Inserts a payment once per (merchant, idempotency key) and per open reference. */
  async insert(created: NewPayment): Promise<InsertResult> {
    const { payment, phone, idempotencyKey, request } = created;
    try {
      await this.#records.insertOne({
        ...toRecord(payment, this.keyring),
        phone: {
          sealed: this.keyring.seal(phone, PHONE_PURPOSE),
          hash: payment.phoneHash,
        },
        idempotencyKey,
        requestHash: this.keyring.lookupHash(request, REQUEST_PURPOSE),
        sweepAt: new Date(firstSweepAtMs(payment)),
      } as never);
      return { kind: 'inserted' };
    } catch (error) {
      const index = duplicateIndex(error);
      if (index === null) throw error;
      return this.whyNotInserted(created);
    }
  }

  /** Either index may have refused; a repeat of the key outranks an open reference. */
  private async whyNotInserted(created: NewPayment): Promise<InsertResult> {
    const repeat = await this.findRepeat(created);
    if (repeat) return { kind: 'repeated', ...repeat };
    const { merchantId, reference } = created.payment;
    const holder = await this.findOne({ merchantId, reference, open: true });
    return { kind: 'reference_open', paymentId: holder?.payment.paymentId ?? null };
  }

  /** The payment that this merchant asked for with the same key before, or null. */
  async findRepeat({ payment, ...asked }: NewPayment): Promise<Repeat | null> {
    const { idempotencyKey } = asked;
    const known = await this.findOne({ merchantId: payment.merchantId, idempotencyKey });
    if (known === null) return null;
    const hashes = [asked.request, ...asked.sameRequests].map((text) =>
      this.keyring.lookupHash(text, REQUEST_PURPOSE),
    );
    return { payment: known.payment, sameRequest: hashes.includes(known.requestHash) };
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

  /** The payment and the number to prompt: the one place where the number is opened. */
  async findWithPhone(paymentId: PaymentId): Promise<{ payment: Payment; phone: Msisdn } | null> {
    const record = await this.findOne({ _id: paymentId });
    if (!record) return null;
    const opened = this.keyring.open(record.sealedPhone, PHONE_PURPOSE).toString();
    const phone = parseMsisdn(opened);
    assertInvariant(phone.ok, 'payment.phone_is_msisdn', { paymentId });
    return { payment: record.payment, phone: phone.value };
  }

  /** Writes a payment over the version that it was made from. */
  async replace(before: Payment, after: Payment): Promise<ReplaceResult> {
    assertUnchangedOrder(before, after);
    const { paymentId: id, version } = before;
    const next = { ...after, version: version + 1 };
    const fields = { ...changedFields(before, next, this.keyring), ...sweepField(before, next) };
    const result = await compareAndSet(this.#records, { id, version }, fields);
    if (result.kind === 'moved_on') return 'moved_on';
    if (result.kind === 'duplicate') return takenBy(result.index);
    this.#written.set(next.paymentId, next);
    this.events.remember({ ...next, isBusy: isOpen(next.state) || next.needsAttention });
    return 'stored';
  }

  /** One page of the payments that match, newest first. */
  list(filter: PaymentFilter, page: PageAsked): Promise<Page<Payment>> {
    return listPayments(this.#records, this.keyring, filter, page);
  }

  /** Whether another money record, of whatever kind and merchant, holds the receipt. */
  async isHeldElsewhere(receipt: Receipt, paymentId: PaymentId): Promise<boolean> {
    const holder = await this.models.moneyRecords.findOne({ receipt }, { _id: 1 }).lean();
    return holder !== null && String(holder._id) !== paymentId;
  }

  /** The payment that holds the phone, of whatever merchant, or null. */
  async findHolder(phoneHash: string): Promise<Payment | null> {
    return (await this.findOne({ 'phone.hash': phoneHash, holdsPhone: true }))?.payment ?? null;
  }

  /** Earlier prompts on the phone of a payment, of whatever merchant: the newest first. */
  promptsOnPhone(payment: Payment, asked: PromptsAsked): Promise<PhonePrompt[]> {
    return promptsOnPhone(this.#records, payment, asked);
  }

  /** The ids of payments that a workflow has, or may have, to work on: oldest first. */
  unfinished(): AsyncGenerator<PaymentId> {
    return unfinishedPayments(this.#records);
  }

  /** The keyed hash by which it is told whether a number is the payer's. */
  phoneHash(phone: Msisdn): string {
    return phoneHash(this.keyring, phone);
  }

  get #records(): RecordCollection {
    return this.models.moneyRecords.collection as unknown as RecordCollection;
  }

  private async findOne(filter: Record<string, string | boolean>): Promise<PaymentRecord | null> {
    // The kind is looked at here: a question by the id alone is the cheapest that there is.
    const document = await this.models.moneyRecords
      .findOne(filter)
      .lean<{ readonly kind: string } | null>();
    return document?.kind === PAYMENT_KIND ? fromRecord(document, this.keyring) : null;
  }
}

/** The keyed hash of a phone number, which is useless without the key. */
export function phoneHash(keyring: Keyring, phone: Msisdn): string {
  return keyring.lookupHash(phone, PHONE_PURPOSE);
}

function sweepField(before: Payment, after: Payment): { readonly sweepAt?: Date } {
  const sweepAtMs = sweepChange(before, after, Date.now());
  return sweepAtMs === null ? {} : { sweepAt: new Date(sweepAtMs) };
}

function takenBy(index: string): ReplaceResult {
  const names = Object.keys(TAKEN_BY) as (keyof typeof TAKEN_BY)[];
  const taken = names.find((name) => TAKEN_BY[name] === index);
  if (taken !== undefined) return taken;
  throw new Error(`The unique index "${index}" refused a payment's change.`);
}

/** What the merchant asked for never changes after creation. */
function assertUnchangedOrder(before: Payment, after: Payment): void {
  const { paymentId } = before;
  for (const field of ORDER_FIELDS) {
    const isSame = after[field] === before[field];
    assertInvariant(isSame, 'payment.order_immutable', { paymentId, field });
  }
}

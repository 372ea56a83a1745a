import { z } from 'zod';
import type { Keyring, Sealed } from '../../crypto/keyring';
import { holdsReference, type Payment } from '../../domain/payment/payment';
import { PAYMENT_STATES } from '../../domain/payment/state';
import { corruption } from '../mongo/corruptRecord';
import { EVIDENCE_MOMENTS } from '../mongo/evidenceShape';
import { binary, sealedShape } from '../mongo/sealedField';
import { fromStoredMoments, toStoredMoments } from '../mongo/storedMoments';
import { MOMENTS, paymentShape } from './paymentShape';

const CHECKOUT_PURPOSE = 'checkoutRequestId';

/** What tells a payment from the other owners in the collection. */
export const PAYMENT_KIND = 'payment';

const item = z.looseObject({});

const documentSchema = z.looseObject({
  _id: z.string(),
  kind: z.literal(PAYMENT_KIND),
  state: z.enum(PAYMENT_STATES),
  requestHash: z.string(),
  phone: z.object({ sealed: sealedShape, hash: z.string() }),
  push: z.looseObject({ checkoutRequest: z.object({ sealed: sealedShape }).nullable() }).nullable(),
  proposal: item.nullish(),
  evidence: z.array(item),
  history: z.array(item),
  events: z.array(item),
});

/**
 * The changing part of a payment's document.
 * @throws CorruptRecordError when the payment could not be read back.
 */
export function toRecord(payment: Payment, keyring: Keyring): Record<string, unknown> {
  const shaped = paymentShape.safeParse(payment);
  if (!shaped.success) throw corruption(PAYMENT_KIND, shaped.error);
  const { paymentId, push, proposal, evidence, history, events, ...rest } = payment;
  const { phoneHash: _stays, ...fields } = rest;
  return {
    ...toStoredMoments(fields, MOMENTS.payment),
    _id: paymentId,
    kind: PAYMENT_KIND,
    open: holdsReference(payment),
    push: push && storedPush(push, keyring),
    proposal: proposal && toStoredMoments(proposal, MOMENTS.proposal),
    evidence: evidence.map((fact) => toStoredMoments(fact, EVIDENCE_MOMENTS)),
    history: history.map((entry) => toStoredMoments(entry, MOMENTS.history)),
    events: events.map((event) => toStoredMoments(event, MOMENTS.event)),
  };
}

function storedPush(
  { checkoutRequestId, ...push }: NonNullable<Payment['push']>,
  keyring: Keyring,
) {
  return {
    ...toStoredMoments(push, MOMENTS.push),
    checkoutRequest: checkoutRequestId && {
      sealed: keyring.seal(checkoutRequestId, CHECKOUT_PURPOSE),
      hash: keyring.lookupHash(checkoutRequestId, CHECKOUT_PURPOSE),
    },
  };
}

/**
 * What a write must set to turn one record into another: whole fields, and only those that differ,
 * so that neither the wire nor the indexes carry what stayed as it was.
 */
export function changedFields(
  before: Payment,
  after: Payment,
  keyring: Keyring,
): Record<string, unknown> {
  const fields = toRecord(after, keyring);
  const same = (Object.keys(after) as (keyof Payment)[]).filter(
    (name) => before[name] === after[name],
  );
  const kept = new Set<string>(same.map((name) => name.replace(/Ms$/, '')));
  if (before.state === after.state) kept.add('open');
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name]) => name !== '_id' && name !== 'kind' && name !== 'version' && !kept.has(name),
    ),
  );
}

export interface PaymentRecord {
  readonly payment: Payment;
  readonly sealedPhone: Sealed;
  readonly requestHash: string;
}

/**
 * Reads a payment back from its document.
 * @throws CorruptRecordError when it is not what this code writes.
 */
export function fromRecord(document: unknown, keyring: Keyring): PaymentRecord {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) throw corruption(PAYMENT_KIND, parsed.error);
  const { _id, phone, requestHash, push, proposal, evidence, history, events, ...rest } =
    parsed.data;
  const payment = paymentShape.safeParse({
    ...fromStoredMoments(rest, MOMENTS.payment),
    paymentId: _id,
    phoneHash: phone.hash,
    push: push && readPush(push, keyring),
    proposal: proposal ? fromStoredMoments(proposal, MOMENTS.proposal) : null,
    evidence: evidence.map((fact) => fromStoredMoments(fact, EVIDENCE_MOMENTS)),
    history: history.map((entry) => fromStoredMoments(entry, MOMENTS.history)),
    events: events.map((event) => fromStoredMoments(event, MOMENTS.event)),
  });
  if (!payment.success) throw corruption(PAYMENT_KIND, payment.error);
  return { payment: payment.data, sealedPhone: binary(phone.sealed), requestHash };
}

type StoredPush = NonNullable<z.infer<typeof documentSchema>['push']>;

function readPush({ checkoutRequest, ...push }: StoredPush, keyring: Keyring) {
  const handle =
    checkoutRequest && keyring.open(binary(checkoutRequest.sealed), CHECKOUT_PURPOSE).toString();
  return { ...fromStoredMoments(push, MOMENTS.push), checkoutRequestId: handle };
}

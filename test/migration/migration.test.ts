import { SCHEMA_VERSION } from '../../store/mongo/schemaVersion';
import { createConnection, type Connection } from 'mongoose';
import { newPayment } from '../../api/public/payments/create/newPayment';
import { createPaymentBody } from '../../api/public/payments/create/contract';
import { sha256 } from '../../crypto/sha256';
import { historyFault } from '../../domain/machine/history';
import type { Payment } from '../../domain/payment/payment';
import { PAYMENT_MACHINE } from '../../domain/payment/state';
import type { MerchantId, PaymentId } from '../../domain/values/ids';
import { paymentOwner } from '../../domain/values/owner';
import { Secret } from '../../domain/values/secret';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { openStore, setUpStore, type Store } from '../../store/store';
import { createKeyring } from '../../wiring/store';
import { formerConfig, formerDatabase, writeFormer, type MadePayment } from './formerRelease';

const former = formerDatabase();
const config = formerConfig(former);
const options = { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 5 };
const lines: string[] = [];
let raw: Connection;
let store: Store;

beforeAll(async () => {
  raw = await createConnection(config.MONGODB_URI.expose(), {
    dbName: config.MONGODB_DATABASE,
  }).asPromise();
  await writeFormer(raw, former);
  const migrated = await setUpStore(options, (line) => lines.push(line));
  expect(migrated).toEqual({ from: 1, to: SCHEMA_VERSION, handOver: 'end_workflows' });
  // The workflows of the former release are another test's matter.
  await raw.collection('schemaVersion').updateOne({}, { $set: { handOver: null } });
  store = await openStore(options, createKeyring(config));
});
afterAll(async () => {
  await store.close();
  await raw.close();
});

function formerOf({ paymentId }: MadePayment): Record<string, unknown> {
  const document = former.collections.payments.find(({ _id }) => _id === paymentId);
  if (document === undefined) throw new Error(`No fixture ${paymentId}.`);
  return document;
}

async function found({ paymentId }: MadePayment): Promise<Payment> {
  const payment = await store.payments.find(paymentId as PaymentId);
  if (payment === null) throw new Error(`${paymentId} is gone.`);
  return payment;
}

function ms(value: unknown): number | null {
  return value instanceof Date ? value.getTime() : null;
}

function listOf(document: Record<string, unknown>, name: string): Record<string, unknown>[] {
  return document[name] as Record<string, unknown>[];
}

const each = it.each(former.made.map((made) => [made.name, made] as const));

/** Fields whose name and value stayed as they were. */
const SAME = [
  ...['merchantId', 'shortcode', 'amountKes', 'reference', 'description', 'phoneMasked'],
  ...['state', 'version', 'grade', 'receipt', 'failureCode', 'needsAttention'],
] as const;

// Guarantees that no field of any payment is lost or changed but for its name.
each('reads the order, the state and the proof of a payment that was %s', async (_name, made) => {
  const before = formerOf(made);
  const payment = await found(made);
  for (const field of SAME) expect(payment[field as keyof Payment]).toEqual(before[field]);
  expect(payment.createdAtMs).toBe(ms(before['createdAt']));
  expect(payment.promptBeforeAtMs).toBe(ms(before['promptBeforeAt']));
  expect(payment.verdictAtMs).toBe(ms(before['verdictAt']));
  expect(payment.phoneHash).toBe(store.payments.phoneHash(made.request.phone as never));
  const opened = await store.payments.findWithPhone(payment.paymentId);
  expect(opened?.phone).toBe(made.request.phone);
  const document = await raw.collection('moneyRecords').findOne({ _id: made.paymentId as never });
  expect(document).toMatchObject({ kind: 'payment', open: before['open'] });
});

const STATUSES: Readonly<Record<string, string>> = { claimed: 'reserved' };

// Guarantees that what is known of a push survives: with it goes whether anyone may be prompted.
each('reads the push of a payment that was %s', async (_name, made) => {
  const [attempt] = listOf(formerOf(made), 'attempts');
  const { push } = await found(made);
  if (attempt === undefined) return expect(push).toBeNull();
  const { status, callbackTokenHash, merchantRequestId, errorCode } = attempt;
  expect(push).toMatchObject({ callbackTokenHash, merchantRequestId, errorCode });
  expect(push?.status).toBe(STATUSES[String(status)] ?? status);
  expect(push?.formerTokenHashes).toEqual(attempt['formerTokenHashes'] ?? []);
  expect(push?.reservedAtMs).toBe(ms(attempt['claimedAt']));
  expect(push?.answeredAtMs).toBe(ms(attempt['answeredAt']));
  const { phone } = made.request;
  const handle = `ws_CO_2511202609000000${phone.slice(3)}`;
  expect(push?.checkoutRequestId).toBe(attempt['checkoutRequest'] === null ? null : handle);
});

// Guarantees that no line of a history is lost and that the chain holds by the new names.
each('chains the history again of a payment that was %s', async (_name, made) => {
  const payment = await found(made);
  expect(historyFault(PAYMENT_MACHINE, { ...payment, id: made.paymentId }, sha256)).toBeNull();
  const before = listOf(formerOf(made), 'history');
  const steps = before.map(({ event }) => (event === 'push_claimed' ? 'push_reserved' : event));
  expect(payment.history.map(({ step }) => step)).toEqual(steps);
  expect(payment.history.map(({ atMs }) => atMs)).toEqual(before.map(({ at }) => ms(at)));
  const said = ({ from, to, detail }: Record<string, unknown>) => ({ from, to, detail });
  expect(payment.history.map((entry) => said({ ...entry }))).toEqual(before.map(said));
});

// Guarantees that a merchant gets the very bytes that were promised, and none of them twice.
each('keeps events and evidence of a payment that was %s', async (_name, made) => {
  const payment = await found(made);
  const outbox = listOf(formerOf(made), 'outbox');
  expect(payment.events).toEqual(
    outbox.map(({ createdAt, deliveredAt, ...event }) => ({
      ...event,
      createdAtMs: ms(createdAt),
      deliveredAtMs: ms(deliveredAt),
    })),
  );
  const evidence = listOf(formerOf(made), 'evidence');
  const summary = ({ evidenceId, kind, resultCode }: Record<string, unknown>) => [
    evidenceId,
    kind,
    resultCode,
  ];
  expect(payment.evidence.map((fact) => summary({ ...fact }))).toEqual(evidence.map(summary));
  expect(payment.evidence.map(({ atMs }) => atMs)).toEqual(evidence.map(({ at }) => ms(at)));
});

// Guarantees that a merchant who repeats a request gets the payment that it made, and no second.
each('knows a repeated request of a payment that was %s', async (_name, made) => {
  const { merchantId } = former;
  const again = newPayment(createPaymentBody.parse(made.request), {
    merchantId: merchantId as MerchantId,
    shortcode: '174379' as ShortcodeNumber,
    isDefaultShortcode: true,
    idempotencyKey: made.idempotencyKey,
    nowMs: Date.now(),
    promptWithinMs: 120_000,
    phoneHash: (phone) => store.payments.phoneHash(phone),
  });
  const repeated = { kind: 'repeated', sameRequest: true };
  expect(await store.payments.insert(again)).toMatchObject(repeated);
  const other = { ...again, idempotencyKey: `other-${made.idempotencyKey}` };
  const isOpen = formerOf(made)['open'] === true;
  const refused = { kind: 'reference_open', paymentId: made.paymentId };
  expect(await store.payments.insert(other)).toMatchObject(isOpen ? refused : { kind: 'inserted' });
});

// Guarantees that what Safaricom sent and nobody looked at yet is still heard.
each('reads the inbox of a payment that was %s', async (_name, { paymentId }) => {
  const rows = former.collections.callbacks.filter((row) => row['paymentId'] === paymentId);
  const heard = rows.filter(({ evidence }) => evidence !== null);
  const notices = await store.inbox.noticesFor(paymentOwner(paymentId as PaymentId));
  const ids = notices.map(({ evidence }) => evidence.evidenceId).sort();
  const idOf = ({ evidence }: Record<string, unknown>) =>
    (evidence as { evidenceId: string }).evidenceId;
  expect(ids).toEqual(heard.map(idOf).sort());
  for (const { sealedCheckoutRequestId: sealed } of notices) {
    if (sealed !== null) expect(store.inbox.openHandle(sealed)).toMatch(/^ws_CO_/);
  }
  const kept = raw.collection('inbox').find({ 'owner.id': paymentId });
  expect(await kept.toArray()).toHaveLength(rows.length);
});

it('keeps a row that was no evidence, with the reason', async () => {
  const row = await raw.collection('inbox').findOne({ setAsideReason: 'unknown_token' });
  expect(row).toMatchObject({ source: 'stk_callback', owner: { kind: 'payment' }, evidence: null });
});

it('lets the former key in, with every role, and finds merchant and shortcode', async () => {
  const principal = await store.apiKeys.authenticate(new Secret(former.apiKey));
  const { merchantId } = former;
  expect(principal).toMatchObject({ merchantId, roles: ['read', 'pay', 'refund'] });
  const merchant = await store.merchants.find(merchantId as MerchantId);
  expect(merchant?.webhook?.secret.expose()).toMatch(/^whsec_/);
  const shortcode = await store.shortcodes.find('174379' as ShortcodeNumber);
  expect(shortcode?.initiator?.password.expose()).toBe('Simulator#2026');
});

it('keeps what the former release wrote, under another name, and says what it did', async () => {
  const names = (await raw.listCollections()).map(({ name }) => name);
  expect(names).not.toContain('payments');
  expect(names).not.toContain('callbacks');
  const kept = await raw.collection('former_payments').find().sort({ _id: 1 }).toArray();
  const byId = [...former.collections.payments].sort((a, b) => a._id.localeCompare(b._id));
  expect(JSON.stringify(kept)).toBe(JSON.stringify(byId));
  expect(lines).toContain(`payments: ${byId.length} documents copied to moneyRecords`);
  expect(lines).toContain(
    'payments: kept as former_payments; drop it when nobody needs it any more',
  );
});

import { temporal } from '@temporalio/proto';
import type { PaymentId } from '../../domain/values/ids';
import { EncryptionCodec } from '../../engine/payloadCodec';
import { paymentWorkflowId } from '../../workflows/messages';
import { tokenSpy } from '../kit/callbacks';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';
import { createKeyring } from '../../wiring/store';

const PHONE = '254708374149';
/** However it is written, these nine digits are the number. */
const DIGITS = '708374149';
const SECRETS = ['simulator-consumer-key', 'simulator-consumer-secret', 'bfb279f9aa9bdbcf'];

let system: TestSystem;
let paymentId: string;
let token: string;

beforeAll(async () => {
  system = await startSystem({ environment: { TIMING_SCALE: '0.02' } });
  const spy = await tokenSpy(system);
  const { id } = await askFor(system, { phone: PHONE });
  paymentId = id;
  token = (await spy.of(PHONE)).callbackUrl.split('/').at(-1) ?? '';
  await reaches(system, id, 'succeeded');
  await until('the webhook', () => system.webhooks.received.some((w) => w.body.includes(id)));
  await system.client.workflow.getHandle(paymentWorkflowId(id as PaymentId)).result();
  await spy.close();
});
afterAll(() => system.stop());

function planted(): string[] {
  return [DIGITS, token, system.merchant.apiKey, system.merchant.webhookSecret, ...SECRETS];
}

function expectNone(text: string): void {
  for (const secret of planted()) expect(text.includes(secret)).toBe(false);
}

async function historyBytes(): Promise<Uint8Array> {
  const handle = system.client.workflow.getHandle(paymentWorkflowId(paymentId as PaymentId));
  return temporal.api.history.v1.History.encode(await handle.fetchHistory()).finish();
}

// Proves that the search below can find anything at all.
it('has true secrets to look for', () => {
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(planted().every((secret) => secret.length >= 9)).toBe(true);
  expect(() => expectNone(`x${PHONE}`)).toThrow();
});

it('writes none into the log, though the log tells the whole story', () => {
  const log = system.logLines.join('');
  expect(log).toContain(paymentId);
  expect(log).toContain('stk_push');
  expect(log).toContain('2547****149');
  expectNone(log);
});

it('sends none to the engine, encrypted or not', async () => {
  const bytes = await historyBytes();
  const text = Buffer.from(bytes).toString('latin1');
  expect(text).toContain('binary/encrypted');
  // A field that every progress has, and that stands in no search attribute.
  expect(text).not.toContain('undelivered');
  expectNone(text);
});

// Guarantees that even who holds the codec's key finds no number in a history.
it('keeps none in the decrypted history either', async () => {
  const history = temporal.api.history.v1.History.decode(await historyBytes());
  const codec = new EncryptionCodec(createKeyring(system.config));
  const found: temporal.api.common.v1.IPayload[] = [];
  collectPayloads(history.toJSON(), found);
  expect(found.length).toBeGreaterThan(5);
  const decoded = await codec.decode(found);
  const text = decoded.map(({ data }) => Buffer.from(data ?? []).toString('latin1')).join('\n');
  expect(text).toContain('undelivered');
  expectNone(text);
});

it('shows none in search attributes or the summary', async () => {
  const handle = system.client.workflow.getHandle(paymentWorkflowId(paymentId as PaymentId));
  const description = await handle.describe();
  const shown = JSON.stringify([
    description.typedSearchAttributes,
    description.workflowId,
    await description.staticSummary(),
  ]);
  expect(shown).toContain('174379');
  expectNone(shown);
});

it('counts none in the metrics', async () => {
  const response = await fetch(`${system.urls.operations}/metrics`);
  const text = await response.text();
  expect(text).toContain('hakika_payments_decided_total');
  expectNone(text);
});

it('tells none in the webhook', () => {
  const told = system.webhooks.received.map(({ body, headers }) => body + JSON.stringify(headers));
  expect(told.join('')).toContain('2547****149');
  expectNone(told.join(''));
});

/** Finds everything that looks like a payload in a history's JSON form. */
function collectPayloads(value: unknown, found: temporal.api.common.v1.IPayload[]): void {
  if (Array.isArray(value)) return value.forEach((item) => collectPayloads(item, found));
  if (value === null || typeof value !== 'object') return;
  const { metadata, data } = value as { metadata?: Record<string, string>; data?: string };
  if (metadata && typeof data === 'string' && 'encoding' in metadata) {
    const bytes = Object.entries(metadata).map(([k, v]) => [k, Buffer.from(v, 'base64')]);
    found.push({
      metadata: Object.fromEntries(bytes) as Record<string, Uint8Array>,
      data: Buffer.from(data, 'base64'),
    });
    return;
  }
  for (const item of Object.values(value)) collectPayloads(item, found);
}

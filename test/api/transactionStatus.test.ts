import type { PaymentId } from '../../domain/values/ids';
import { newId } from '../../crypto/newId';
import { CallbackProof } from '../../crypto/callbackProof';
import { paymentOwner } from '../../domain/values/owner';
import { postCallback } from '../kit/callbacks';
import { freshPhone } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { until } from '../kit/until';
import { startSystem, type TestSystem } from '../kit/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ withInitiator: true });
});
afterAll(() => system.stop());

/** A payment whose prompt nobody answers. */
async function openPayment(): Promise<PaymentId> {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone });
  await reaches(system, id, 'awaiting_customer');
  return id as PaymentId;
}

function proofOf(paymentId: PaymentId): string {
  return new CallbackProof(system.config.CALLBACK_PROOF_KEY).of(paymentOwner(paymentId));
}

function address(paymentId: string, proof: string): string {
  return `${system.urls.callbacks}/callbacks/transaction-status/${paymentId}/${proof}`;
}

/** What Safaricom says of a transaction that nobody made. */
const body = JSON.stringify({
  Result: {
    ResultType: 0,
    ResultCode: 0,
    TransactionID: 'UKN0000000',
    ResultParameters: {
      ResultParameter: [
        { Key: 'ReceiptNo', Value: 'UKN4A1B2C3' },
        { Key: 'TransactionStatus', Value: 'Completed' },
        { Key: 'Amount', Value: '100' },
        { Key: 'CreditPartyName', Value: '174379 - Test Duka' },
      ],
    },
  },
});

async function unchanged(paymentId: PaymentId, work: () => Promise<void>): Promise<void> {
  const before = await system.store.payments.find(paymentId);
  await work();
  expect(await system.store.payments.find(paymentId)).toEqual(before);
  expect(await system.store.inbox.noticesFor(paymentOwner(paymentId))).toEqual([]);
}

// Guarantees that only an address which we made for this payment is heard, and that a guess at one
// learns nothing (A1, A4, A7).
it.each([
  ['a wrong proof', (id: PaymentId) => address(id, '0'.repeat(64))],
  ['a short proof', (id: PaymentId) => address(id, 'guess')],
  ['the proof in capitals', (id: PaymentId) => address(id, proofOf(id).toUpperCase())],
  ['a proof with more behind it', (id: PaymentId) => address(id, `${proofOf(id)}0`)],
  ['the proof of another payment', (id: PaymentId) => address(id, proofOf(newId('payment')))],
  ['an id that is none', (id: PaymentId) => address('pay_1', proofOf(id))],
  ['a wrong proof for the time-out', (id: PaymentId) => `${address(id, '0'.repeat(64))}/timeout`],
])('answers 404 to %s, as to any unknown path', async (_what, forge) => {
  const paymentId = await openPayment();
  await unchanged(paymentId, async () => {
    const answer = await postCallback(forge(paymentId), body);
    const nowhere = await postCallback(`${system.urls.callbacks}/nowhere`, body);
    expect(answer.status).toBe(404);
    expect({ ...answer.body, requestId: '' }).toEqual({ ...nowhere.body, requestId: '' });
  });
});

it.each([
  ['not JSON', '<html>'],
  ['empty', ''],
  ['a list', '[]'],
  ['without a result', '{}'],
  ['without a result code', '{"Result":{"ResultDesc":"x"}}'],
  ['with a list of parameters', '{"Result":{"ResultCode":0,"ResultParameters":[]}}'],
])('keeps a result that is %s, for a person to see', async (_what, malformed) => {
  const paymentId = await openPayment();
  const answer = await postCallback(address(paymentId, proofOf(paymentId)), malformed);
  expect(answer).toMatchObject({ status: 200, body: { ResultCode: 0 } });
  const payment = await until('a person to be called', async () => {
    const found = await system.store.payments.find(paymentId);
    return found?.needsAttention === true && found;
  });
  expect(payment.evidence).toMatchObject([{ kind: 'unreadable_callback' }]);
});

it('answers 405 to another method', async () => {
  const paymentId = await openPayment();
  const url = address(paymentId, proofOf(paymentId));
  for (const path of [url, `${url}/timeout`]) {
    const response = await fetch(path);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    await response.text();
  }
});

it.each([
  ['the documented wrapper', '{"Result":{"ResultCode":1}}'],
  ['nothing', ''],
  ['anything else', '<html>'],
])('takes a time-out with %s, notes it, and changes nothing', async (_what, told) => {
  const paymentId = await openPayment();
  await unchanged(paymentId, async () => {
    const url = `${address(paymentId, proofOf(paymentId))}/timeout`;
    const answer = await postCallback(url, told);
    expect(answer).toMatchObject({ status: 200, body: { ResultCode: 0 } });
  });
  const noted = system.logLines.filter((line) => line.includes('"result":"status_timeout"'));
  expect(noted.some((line) => line.includes(paymentId))).toBe(true);
});

it('keeps a result before it answers, once for the same bytes', async () => {
  const paymentId = await openPayment();
  const url = address(paymentId, proofOf(paymentId));
  for (let repeat = 0; repeat < 3; repeat += 1) {
    const answer = await postCallback(url, body);
    expect(answer).toMatchObject({ status: 200, body: { ResultCode: 0, ResultDesc: 'Accepted' } });
  }
  const notices = await system.store.inbox.noticesFor(paymentOwner(paymentId));
  expect(notices).toMatchObject([
    {
      evidence: {
        kind: 'transaction_status',
        status: 'Completed',
        receipt: 'UKN4A1B2C3',
        amountCents: 10_000,
        shortcode: '174379',
      },
    },
  ]);
});

// Guarantees that the secret part of the address is in no log line (A8, M15).
it('writes no proof into the log', async () => {
  const paymentId = await openPayment();
  await postCallback(address(paymentId, proofOf(paymentId)), body);
  const log = system.logLines.join('');
  expect(log).toContain(paymentId);
  expect(log).not.toContain(proofOf(paymentId));
});

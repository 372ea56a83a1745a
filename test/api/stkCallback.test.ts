import { paymentOwner } from '../../domain/values/owner';
import { request as httpRequest } from 'node:http';
import type { PaymentId } from '../../domain/values/ids';
import { freshPhone } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { until } from '../kit/until';
import { callbackBody, postCallback, type Push, tokenSpy } from '../kit/callbacks';

let system: TestSystem;
let pushes: Awaited<ReturnType<typeof tokenSpy>>;

beforeAll(async () => {
  system = await startSystem({ environment: { CALLBACK_SOURCES: '127.0.0.1,10.9.0.0/16' } });
  pushes = await tokenSpy(system);
});
afterAll(async () => {
  await pushes.close();
  await system.stop();
});

/** A payment whose prompt nobody answers, with the secret address that Safaricom was given. */
async function openPayment(): Promise<Push & { readonly id: string }> {
  const phone = freshPhone();
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone, amountKes: 100 });
  await reaches(system, id, 'awaiting_customer');
  return { id, ...(await pushes.of(phone)) };
}

async function unchanged(id: string, work: () => Promise<void>): Promise<void> {
  const before = await system.store.payments.find(id as PaymentId);
  await work();
  expect(await system.store.payments.find(id as PaymentId)).toEqual(before);
  expect(await system.store.inbox.noticesFor(paymentOwner(id as PaymentId))).toEqual([]);
}

// Guarantees that a forged success without the secret address moves nothing (A1).
it.each([
  ['a wrong token', (url: string) => url.replace(/[^/]+$/, 'A'.repeat(43))],
  ['a short token', (url: string) => url.replace(/[^/]+$/, 'guess')],
  [
    "another payment's id",
    (url: string) => url.replace(/pay_\w+/, 'pay_01h2xcejqtf2nbrexx3vqjhp41'),
  ],
])('answers 404 to %s, as to any unknown path', async (_what, forge) => {
  const open = await openPayment();
  await unchanged(open.id, async () => {
    const answer = await postCallback(forge(open.callbackUrl), callbackBody(open));
    const nowhere = await postCallback(`${system.urls.callbacks}/nowhere`, callbackBody(open));
    expect(answer.status).toBe(404);
    expect({ ...answer.body, requestId: '' }).toEqual({ ...nowhere.body, requestId: '' });
  });
});

it('answers 405 to another method on the right address', async () => {
  const open = await openPayment();
  const response = await fetch(open.callbackUrl);
  expect(response.status).toBe(405);
});

// Guarantees that a stranger's address is refused even with the token, and that no header makes
// it another address (A6).
it.each([
  ['alone', {}],
  ['with a forged X-Forwarded-For', { 'x-forwarded-for': '127.0.0.1' }],
  ['with a forged Forwarded', { forwarded: 'for=127.0.0.1' }],
])("answers 403 to a stranger's address %s", async (_what, headers) => {
  const open = await openPayment();
  await unchanged(open.id, async () => {
    const answer = await postFrom('127.0.0.2', open.callbackUrl, callbackBody(open), headers);
    expect(answer).toMatchObject({ status: 403, code: 'source_not_allowed' });
  });
});

// Guarantees that the token alone cannot make money appear: Safaricom is asked (A2, M11).
it('does not believe a success that carries the true token but that Safaricom denies', async () => {
  const open = await openPayment();
  const answer = await postCallback(open.callbackUrl, callbackBody(open));
  expect(answer).toMatchObject({ status: 200, body: { ResultCode: 0, ResultDesc: 'Accepted' } });
  await reaches(system, open.id, 'verifying');
  const payment = await system.store.payments.find(open.id as PaymentId);
  expect(payment).toMatchObject({ state: 'verifying', receipt: null });
});

it('keeps a callback for another push apart, and says so in the log', async () => {
  const open = await openPayment();
  const body = callbackBody({ ...open, checkoutRequestId: 'ws_CO_other' });
  expect((await postCallback(open.callbackUrl, body)).status).toBe(200);
  const payment = await system.store.payments.find(open.id as PaymentId);
  expect(payment?.state).toBe('awaiting_customer');
  expect(system.logLines.some((line) => line.includes('"result":"set_aside"'))).toBe(true);
});

// Guarantees that what was acknowledged is kept even while no worker runs (F32).
it('keeps a callback before it answers, and the workflow acts on it later', async () => {
  const open = await openPayment();
  await system.simulator.control('POST', `/prompts/${open.checkoutRequestId}/approve`, {});
  await until('the callback in the inbox', async () => {
    return (await system.store.inbox.noticesFor(paymentOwner(open.id as PaymentId))).length > 0;
  });
  await reaches(system, open.id, 'succeeded');
});

function postFrom(
  localAddress: string,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; code: unknown }> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', localAddress, headers };
    const sent = httpRequest(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const parsed = JSON.parse(Buffer.concat(chunks).toString()) as { code: unknown };
        resolve({ status: response.statusCode, code: parsed.code });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

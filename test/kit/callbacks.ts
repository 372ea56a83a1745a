import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sandboxShortcode } from './demoMerchant';
import { promptsOf } from './invariants';
import type { TestSystem } from './system';
import { until } from './until';

/** What Daraja was told of one push: only a test may know the secret address. */
export interface Push {
  readonly callbackUrl: string;
  readonly checkoutRequestId: string;
}

/** Stands between the product and the simulator and remembers the addresses of callbacks. */
export async function tokenSpy(system: TestSystem) {
  const callbackUrls = new Map<string, string>();
  const server = createServer((request, response) => {
    void forward(request, system.simulator.url).then(({ status, sent, answer }) => {
      remember(callbackUrls, sent);
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  await system.store.shortcodes.save(sandboxShortcode(system.merchant.merchantId, baseUrl));
  return {
    of: (phone: string): Promise<Push> =>
      until(`the push to ${phone}`, async () => {
        const callbackUrl = callbackUrls.get(phone);
        const [prompt] = await promptsOf(system, phone);
        return callbackUrl !== undefined && prompt !== undefined && { callbackUrl, ...prompt };
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(request: IncomingMessage, to: string) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks).toString();
  const { authorization = '', 'content-type': type = 'application/json' } = request.headers;
  const response = await fetch(to + (request.url ?? ''), {
    method: request.method ?? 'GET',
    headers: { authorization, 'content-type': type },
    ...(sent === '' ? {} : { body: sent }),
  });
  return { status: response.status, sent, answer: await response.text() };
}

function remember(callbackUrls: Map<string, string>, sent: string): void {
  if (!sent.includes('CallBackURL')) return;
  const { PhoneNumber, CallBackURL } = JSON.parse(sent) as Record<string, unknown>;
  if (PhoneNumber && CallBackURL) callbackUrls.set(String(PhoneNumber), String(CallBackURL));
}

/** A success callback as Daraja documents it (Daraja: M-PESA Express, callback). */
export function callbackBody({ checkoutRequestId }: Push, amountKes = 100): string {
  const items = [
    { Name: 'Amount', Value: amountKes },
    { Name: 'MpesaReceiptNumber', Value: 'UKN4A1B2C3' },
    { Name: 'Balance' },
    { Name: 'TransactionDate', Value: 20261123203031 },
    { Name: 'PhoneNumber', Value: 254708374149 },
  ];
  return JSON.stringify({
    Body: {
      stkCallback: {
        MerchantRequestID: '2654-4b64-97ff-b827b542881d3130',
        CheckoutRequestID: checkoutRequestId,
        ResultCode: 0,
        ResultDesc: 'The service request is processed successfully.',
        CallbackMetadata: { Item: items },
      },
    },
  });
}

export async function postCallback(url: string, body: string) {
  const headers = { 'content-type': 'application/json;charset=UTF-8' };
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
}

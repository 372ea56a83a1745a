import { eventually } from './eventually';

/** The public sandbox's passkey, which the simulator's shortcode 174379 has too. */
export const sandboxPasskey = 'bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919';

export type Json = Record<string, unknown>;

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly json: Json;
}

/** A person's or a script's way into a simulator: its Daraja side and its control side. */
export interface DarajaClient {
  readonly token: () => Promise<string>;
  readonly call: (path: string, body: unknown, token?: string) => Promise<Answered>;
  readonly push: (overrides?: Json) => Promise<Answered>;
  readonly query: (checkoutRequestId: unknown, overrides?: Json) => Promise<Answered>;
  readonly get: (path: string) => Promise<Json>;
  readonly post: (path: string, body?: unknown) => Promise<Answered>;
  readonly drop: (path: string) => Promise<void>;
  /** Resolves with the first event since the last reset of a kind whose details match. */
  readonly event: (kind: string, details?: Json) => Promise<Json>;
}

export function darajaClient(url: string, callbackUrl: () => string): DarajaClient {
  const token = async (): Promise<string> => {
    const answer = await send(`${url}/oauth/v1/generate?grant_type=client_credentials`, {
      headers: { authorization: basic('simulator-consumer-key', 'simulator-consumer-secret') },
    });
    return String(answer.json['access_token']);
  };
  let cached: string | undefined;
  const call = async (path: string, body: unknown, given?: string): Promise<Answered> => {
    cached ??= await token();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const authorization = `Bearer ${given ?? cached}`;
    return send(url + path, { method: 'POST', headers: { authorization }, body: text });
  };
  const post = (path: string, body: unknown = {}): Promise<Answered> =>
    send(`${url}/control${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const get = async (path: string): Promise<Json> => (await send(`${url}/control${path}`)).json;
  return {
    token,
    call,
    push: (overrides = {}) =>
      call('/mpesa/stkpush/v1/processrequest', { ...pushBody(callbackUrl()), ...overrides }),
    query: (checkoutRequestId, overrides = {}) =>
      call('/mpesa/stkpushquery/v1/query', {
        ...signed('174379', sandboxPasskey),
        CheckoutRequestID: checkoutRequestId,
        ...overrides,
      }),
    get,
    post,
    drop: async (path) => void (await send(`${url}/control${path}`, { method: 'DELETE' })),
    event: (kind, details = {}) =>
      eventually(`the event ${kind}`, async () => {
        const { events } = await get('/events?limit=20000');
        return sinceReset(events as Json[]).find(
          (event) =>
            event['kind'] === kind &&
            Object.entries(details).every(([key, value]) => event[key] === value),
        );
      }),
  };
}

/** BusinessShortCode, Timestamp in East Africa Time and the Password made of them. */
export function signed(shortcode: string, passkey: string, atMs = Date.now()): Json {
  const shifted = new Date(atMs + 3 * 3_600_000).toISOString();
  const timestamp = shifted.replaceAll(/\D/g, '').slice(0, 14);
  const password = Buffer.from(shortcode + passkey + timestamp).toString('base64');
  return { BusinessShortCode: shortcode, Timestamp: timestamp, Password: password };
}

export function basic(key: string, secret: string): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}

export async function send(url: string, init: RequestInit = {}): Promise<Answered> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, text, json: parsed(text) };
}

function pushBody(callbackUrl: string): Json {
  return {
    ...signed('174379', sandboxPasskey),
    TransactionType: 'CustomerPayBillOnline',
    Amount: '10',
    PartyA: '254708374149',
    PartyB: '174379',
    PhoneNumber: '254708374149',
    CallBackURL: callbackUrl,
    AccountReference: 'ORD-1',
    TransactionDesc: 'Order 1',
  };
}

/** The feed goes on through a reset; what came before it is of no interest to a test. */
function sinceReset(events: readonly Json[]): readonly Json[] {
  return events.slice(events.findLastIndex((event) => event['kind'] === 'reset') + 1);
}

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    // A test that expects JSON fails on the missing fields; one that expects HTML reads text.
    return {};
  }
}

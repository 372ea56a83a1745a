// Deliveries to merchants' endpoints: one signed POST per call, and what came of it.
//
// It does not choose the event and it never tries twice: which event goes when is for the
// activities and for schedule.ts. It knows no merchants, writes no log and keeps no state but its
// connections.
// A new header belongs in `headersOf`, a new bound in limits.ts, a new kind of result in
// `DeliveryResult`, where the compiler then names all who must handle it.

import { Webhook } from 'standardwebhooks';
import { Agent, request, type buildConnector, type Dispatcher } from 'undici';
import type { MerchantEvent } from '../domain/machine/merchantEvent';
import type { Secret } from '../domain/values/secret';
import { basicAuthorization } from './basicAuthorization';
import { WEBHOOK_LIMITS, type WebhookLimits } from './limits';
import { isPrivateLiteral, publicOnlyLookup } from './publicOnlyLookup';

export interface WebhookTarget {
  /** May hold a user and a password, which go out as Basic authorisation and into no log. */
  readonly url: string;
  readonly secret: Secret<string>;
}

/** `gone` is HTTP 410: the merchant wants no more of this. */
export type DeliveryResult =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs: number | null };

/** One try: what came of it, and what the endpoint said. */
export interface SentWebhook {
  readonly result: DeliveryResult;
  /** Null where no answer came. */
  readonly httpStatus: number | null;
  readonly latencyMs: number;
  /** How the answer's body begins, as it came; null where there was none. */
  readonly answer: string | null;
}

export interface WebhookSender {
  send(target: WebhookTarget, event: MerchantEvent, timeoutMs: number): Promise<SentWebhook>;
  close(): Promise<void>;
}

/** Opens the connections. Without a lookup every address may be reached, private ones too. */
export type ConnectorFor = (options: {
  readonly limits: WebhookLimits;
  readonly lookup?: typeof publicOnlyLookup;
}) => buildConnector.connector;

interface SenderOptions {
  /** On a developer's machine only: plain http, and addresses that are not public. */
  readonly allowPrivate: boolean;
  readonly connectorFor: ConnectorFor;
  readonly nowMs: () => number;
}

/**
 * Sends events to merchants, signed by Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and the
 * exact body. The status decides, and redirects are not followed. Trouble comes back as a value.
 */
export function createWebhookSender(options: SenderOptions): WebhookSender {
  const { allowPrivate, connectorFor, nowMs } = options;
  const limits = WEBHOOK_LIMITS;
  const agent = new Agent({
    connections: limits.connectionsMax,
    connect: connectorFor(allowPrivate ? { limits } : { limits, lookup: publicOnlyLookup }),
  });
  const post = async (
    target: WebhookTarget,
    event: MerchantEvent,
    timeoutMs: number,
  ): Promise<Omit<SentWebhook, 'latencyMs'>> => {
    try {
      const url = new URL(target.url);
      if (!allowPrivate && url.protocol !== 'https:') return unsent('the endpoint is not https');
      if (!allowPrivate && isPrivateLiteral(url)) return unsent('EPRIVATE');
      const authorization = basicAuthorization(url);
      if (!authorization.ok) return unsent(UNSENDABLE);
      const response = await request(`${url.origin}${url.pathname}${url.search}`, {
        method: 'POST',
        dispatcher: agent,
        headers: headersOf(target, event, authorization.value, nowMs()),
        body: event.body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer = await readToEnd(response.body, limits);
      return { result: resultOf(response, nowMs()), httpStatus: response.statusCode, answer };
    } catch (error) {
      return unsent(reasonOf(error));
    }
  };
  return {
    async send(target, event, timeoutMs) {
      const startedAtMs = performance.now();
      const sent = await post(target, event, timeoutMs);
      return { ...sent, latencyMs: Math.round(performance.now() - startedAtMs) };
    },
    close: () => agent.destroy(),
  };
}

const UNSENDABLE = 'the user or password of the endpoint cannot be sent';

function headersOf(
  target: WebhookTarget,
  event: MerchantEvent,
  authorization: string | null,
  nowMs: number,
) {
  const signature = new Webhook(target.secret.expose()).sign(
    event.eventId,
    new Date(nowMs),
    event.body,
  );
  return {
    'content-type': 'application/json',
    'user-agent': 'Hakika-Webhooks/1',
    'webhook-id': event.eventId,
    'webhook-timestamp': String(Math.floor(nowMs / 1000)),
    'webhook-signature': signature,
    ...(authorization === null ? {} : { authorization }),
  };
}

/**
 * Reads an answer to its end, so that an endpoint which answers and goes on is not cut off. Stops
 * at the limit of size, or of time, which the request's signal keeps. Answers with its beginning.
 */
async function readToEnd(
  body: AsyncIterable<Uint8Array>,
  { answerBytesMax, answerBytesKept }: WebhookLimits,
): Promise<string | null> {
  let bytes = 0;
  const kept: Uint8Array[] = [];
  try {
    for await (const chunk of body) {
      if (bytes < answerBytesKept) kept.push(chunk.subarray(0, answerBytesKept - bytes));
      bytes += chunk.length;
      if (bytes >= answerBytesMax) break;
    }
  } catch {
    // The status has decided already: how the body ends changes nothing.
  }
  return kept.length === 0 ? null : Buffer.concat(kept).toString();
}

/** Seconds or a date (RFC 9110, section 10.2.3), at most an hour; null where it is neither. */
function retryAfterMsOf(header: string | string[] | undefined, nowMs: number): number | null {
  const text = String(header ?? '');
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return waitMs > 0 ? Math.min(waitMs, WEBHOOK_LIMITS.retryAfterMaxMs) : null;
}

function resultOf(response: Dispatcher.ResponseData, nowMs: number): DeliveryResult {
  const { statusCode: status, headers } = response;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  const retryAfterMs = retryAfterMsOf(headers['retry-after'], nowMs);
  return { ...failed(`the endpoint answered ${status}`), retryAfterMs };
}

function unsent(reason: string): Omit<SentWebhook, 'latencyMs'> {
  return { result: failed(reason), httpStatus: null, answer: null };
}

function failed(reason: string): Extract<DeliveryResult, { kind: 'failed' }> {
  return { kind: 'failed', reason, retryAfterMs: null };
}

/** A code, never the message: that may hold the endpoint's address. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { OutboxEvent } from '../domain/payment/payment';
import type { Secret } from '../domain/values/secret';
import { isPublicAddress, publicOnlyLookup } from './publicOnlyLookup';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: Secret<string>;
}

/** `gone` is HTTP 410: the merchant wants no more of this. */
export type DeliveryResult =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs: number | null };

export interface WebhookSender {
  send(target: WebhookTarget, event: OutboxEvent, timeoutMs: number): Promise<DeliveryResult>;
  close(): Promise<void>;
}

interface SenderOptions {
  /** On a developer's machine only: plain http, and addresses that are not public. */
  readonly allowPrivate: boolean;
  readonly nowMs: () => number;
}

const MAX_CONNECTIONS = 64;
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * Sends events to merchants, signed by Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and the
 * exact body. Redirects are not followed and what the endpoint answers is not read.
 */
export function createWebhookSender(options: SenderOptions): WebhookSender {
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    connect: options.allowPrivate ? {} : { lookup: publicOnlyLookup },
  });
  return {
    async send(target, event, timeoutMs) {
      if (!options.allowPrivate && !target.url.startsWith('https://')) {
        return failed('the endpoint is not https');
      }
      try {
        if (!options.allowPrivate && isPrivateLiteral(target.url)) return failed('EPRIVATE');
        const response = await request(target.url, {
          method: 'POST',
          dispatcher: agent,
          headers: signedHeaders(target, event, options.nowMs()),
          body: event.body,
          signal: AbortSignal.timeout(timeoutMs),
        });
        response.body.on('error', () => undefined).destroy();
        return resultOf(
          response.statusCode,
          retryAfterMsOf(response.headers['retry-after'], options.nowMs()),
        );
      } catch (error) {
        return failed(reasonOf(error));
      }
    },
    close: () => agent.destroy(),
  };
}

/** A host that is an address already is never looked up, so it is judged here. */
function isPrivateLiteral(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host);
}

function signedHeaders(target: WebhookTarget, event: OutboxEvent, nowMs: number) {
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
  };
}

/** Seconds or a date (RFC 9110, section 10.2.3), at most an hour; null where it is neither. */
function retryAfterMsOf(header: string | string[] | undefined, nowMs: number): number | null {
  const text = String(header ?? '');
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return waitMs > 0 ? Math.min(waitMs, MAX_RETRY_AFTER_MS) : null;
}

function resultOf(status: number, retryAfterMs: number | null): DeliveryResult {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  return { ...failed(`the endpoint answered ${status}`), retryAfterMs };
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

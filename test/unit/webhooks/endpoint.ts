import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { raceAddresses } from '../../../daraja/http/raceAddresses';
import {
  createWebhookSender,
  type DeliveryResult,
  type SentWebhook,
} from '../../../webhooks/sender';
import type { MerchantEvent } from '../../../domain/machine/merchantEvent';
import { Secret } from '../../../domain/values/secret';

export const NOW_MS = Date.UTC(2026, 10, 23, 17, 30, 15);

export const EVENT = { eventId: 'evt_1', body: '{}' } as unknown as MerchantEvent;

export const SECRET = new Secret(`whsec_${Buffer.alloc(32).toString('base64')}`);

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Sent {
  readonly result: DeliveryResult;
  readonly exchange: Omit<SentWebhook, 'result'>;
  readonly durationMs: number;
  readonly requests: readonly IncomingMessage[];
}

/** Sends one event to an endpoint that answers like this. */
export async function sendTo(
  answer: Answer,
  { timeoutMs = 4_000, userinfo = '' }: { timeoutMs?: number; userinfo?: string } = {},
): Promise<Sent> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    requests.push(request);
    request.resume().on('end', () => answer(response, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sender = createWebhookSender({
    allowPrivate: true,
    connectorFor: raceAddresses,
    nowMs: () => NOW_MS,
  });
  const startedAtMs = performance.now();
  const url = `http://${userinfo}127.0.0.1:${port}/hook`;
  const { result, ...exchange } = await sender.send({ url, secret: SECRET }, EVENT, timeoutMs);
  const durationMs = performance.now() - startedAtMs;
  await sender.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { result, exchange, durationMs, requests };
}

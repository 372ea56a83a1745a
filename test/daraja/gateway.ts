import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the gateway received it, body and all. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request, or does something worse. */
export type Answer = (response: ServerResponse, received: Received) => void;

export const PUSH_PATH = '/mpesa/stkpush/v1/processrequest';
export const QUERY_PATH = '/mpesa/stkpushquery/v1/query';
export const STATUS_PATH = '/mpesa/transactionstatus/v1/query';

export function json(status: number, body: unknown): Answer {
  return text(status, JSON.stringify(body), 'application/json');
}

export function text(status: number, body: string, type = 'text/html'): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
}

export function refusal(status: number, errorCode: string, errorMessage = 'no'): Answer {
  return json(status, { requestId: '1c5b-4ba8', errorCode, errorMessage });
}

export function token(accessToken: string, expiresIn: unknown = '3599'): Answer {
  return json(200, { access_token: accessToken, expires_in: expiresIn });
}

export const ACCEPTED = {
  MerchantRequestID: '2654-4b64-97ff-b827b542881d3130',
  CheckoutRequestID: 'ws_CO_23112026203016412708374149',
  ResponseCode: '0',
  ResponseDescription: 'Success. Request accepted for processing',
  CustomerMessage: 'Success. Request accepted for processing',
};

/** Never says a word. */
export const hang: Answer = () => undefined;

/** Takes the whole request and then cuts the line. */
export const reset: Answer = (response) => response.socket?.resetAndDestroy();

/**
 * A gateway on the loopback interface that does as it is told, one answer per request, and keeps
 * what it received. It is not a simulator: it knows nothing of M-Pesa.
 */
export class Gateway {
  readonly received: Received[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      response.on('error', () => undefined);
      const chunks: Buffer[] = [];
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#answer(request, response, Buffer.concat(chunks).toString()));
    });
    this.on('/oauth/v1/generate', token('token-1'));
  }

  on(path: string, answer: Answer): this {
    this.#answers.set(path, answer);
    return this;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** How many requests came to a path. */
  countOf(path: string): number {
    return this.received.filter((request) => request.path === path).length;
  }

  get tokensAsked(): number {
    return this.countOf('/oauth/v1/generate');
  }

  /** The JSON bodies that came to a path. */
  bodiesAt(path: string): unknown[] {
    const requests = this.received.filter((request) => request.path === path);
    return requests.map((request): unknown => JSON.parse(request.body));
  }

  #answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const path = new URL(request.url ?? '/', 'http://gateway').pathname;
    const received = { method: request.method ?? '', path, headers: request.headers, body };
    this.received.push(received);
    const answer = this.#answers.get(path) ?? refusal(404, '404.001.01', 'Resource not found');
    answer(response, received);
  }
}

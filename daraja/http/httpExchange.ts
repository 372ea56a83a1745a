import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { decodeBody } from './decodeBody';

/**
 * How one HTTP request ended. The line between `not_sent` and `maybe_sent` is what keeps a customer
 * from being prompted twice, so doubt always falls on `maybe_sent`.
 */
export type HttpResult =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'not_sent'; readonly code: string }
  | { readonly kind: 'maybe_sent'; readonly code: string };

export interface HttpExchangeLimits {
  /** Moment of `performance.now()`, which no change of the wall clock moves. */
  readonly deadlineAtMs: number;
  readonly responseBytesMax: number;
}

const TOO_LARGE = 'response_too_large';

class GivenUp extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Follows one request through undici. undici calls `onRequestStart` in the same turn in which it
 * writes the request to an established connection, and never earlier: until then no byte has
 * left, whatever the error is called (DNS, refused, TLS, connect timeout, a full pool); from then
 * on any error may have come after Safaricom acted, a keep-alive connection closed under us
 * included.
 */
export class HttpExchange implements Dispatcher.DispatchHandler {
  readonly result: Promise<HttpResult>;
  #settle: (result: HttpResult) => void = () => undefined;
  #settled = false;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #contentEncoding: string | string[] | undefined;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly limits: HttpExchangeLimits) {
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const leftMs = Math.max(0, limits.deadlineAtMs - performance.now());
    this.#timer = setTimeout(() => this.#giveUp('timeout'), leftMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#controller) {
      // undici may start a request again on another connection. A second prompt is worse than not
      // knowing, so the second start is stopped before it writes.
      this.#end({ kind: 'maybe_sent', code: 'second_start' });
      controller.abort(new GivenUp('second_start'));
      return;
    }
    // A process that was stopped and goes on may come here long after the deadline, and before
    // its timers have fired.
    if (this.#settled || performance.now() >= this.limits.deadlineAtMs) {
      this.#end({ kind: 'not_sent', code: 'timeout' });
      controller.abort(new GivenUp('timeout'));
      return;
    }
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders = {},
  ): void {
    this.#status = status;
    this.#contentEncoding = headers['content-encoding'];
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.limits.responseBytesMax) {
      controller.abort(new GivenUp(TOO_LARGE));
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks);
    const text = decodeBody(body, this.#contentEncoding, this.limits.responseBytesMax);
    if (text === null) this.#end({ kind: 'maybe_sent', code: TOO_LARGE });
    else this.#end({ kind: 'answered', status: this.#status, text });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.fail(error);
  }

  /** Ends the exchange with an error that kept it from going on. */
  fail(error: Error): void {
    this.#end({ kind: this.#controller ? 'maybe_sent' : 'not_sent', code: codeOf(error) });
  }

  #giveUp(code: string): void {
    if (this.#controller) this.#controller.abort(new GivenUp(code));
    // Still queued: it is stopped when undici comes to start it.
    else this.#end({ kind: 'not_sent', code });
  }

  #end(result: HttpResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#settle(result);
  }
}

/** A short stable code: errno, undici's own or ours. Messages may hold addresses and stay out. */
function codeOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.name;
}

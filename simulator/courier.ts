import type { Logger } from 'pino';
import { Agent } from 'undici';
import type { EventFeed } from './eventFeed';
import type { Operation } from './faults/operations';
import { originOf } from './masking';

const answerBytesMax = 64 * 1024;

/** Something to POST to the merchant. */
export interface Parcel {
  readonly operation: Operation | 'c2b_validation';
  readonly url: string;
  readonly body: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** What the story says beside the origin of the address. */
  readonly details: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** What came back; undefined when nothing did. */
export interface Receipt {
  readonly status: number;
  readonly body: string;
}

/**
 * Posts callbacks and results to the merchant: once, never again (Daraja delivers once, and
 * neither an error nor an unreachable receiver brings a second delivery).
 */
export class Courier {
  // A new connection for each parcel: a kept one that the receiver closes at the same moment
  // would lose a callback that Safaricom would have delivered.
  private readonly agent = new Agent({ pipelining: 0, connect: { timeout: 10_000 } });

  constructor(
    private readonly events: EventFeed,
    private readonly log: Logger,
  ) {}

  async post(parcel: Parcel): Promise<Receipt | undefined> {
    const story = {
      ...parcel.details,
      operation: parcel.operation,
      origin: originOf(parcel.url),
    };
    this.events.tell('callback_sent', story);
    try {
      const receipt = await this.send(parcel);
      this.events.tell('callback_delivered', { ...story, status: receipt.status });
      return receipt;
    } catch (error) {
      this.events.tell('callback_failed', { ...story, reason: reasonOf(error) });
      this.log.debug({ err: error }, 'A delivery failed');
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async send(parcel: Parcel): Promise<Receipt> {
    const answer = await this.agent.request({
      ...destination(parcel.url),
      method: 'POST',
      signal: AbortSignal.timeout(parcel.timeoutMs ?? 10_000),
      headers: {
        'content-type': parcel.contentType ?? 'application/json;charset=UTF-8',
        ...parcel.headers,
      },
      body: parcel.body,
    });
    return { status: answer.statusCode, body: await readStart(answer.body) };
  }
}

/** Origin and path as the merchant wrote them: a URL's own parser would tidy the path up. */
function destination(address: string): { origin: string; path: string } {
  const { origin } = new URL(address);
  const rest = /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(address)?.[1] ?? '';
  return { origin, path: rest.startsWith('/') ? rest : `/${rest}` };
}

async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > answerBytesMax) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A code such as ECONNREFUSED; a message could repeat the secret path of the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

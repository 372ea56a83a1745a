import type { Logger } from 'pino';
import { maskCheckoutRequestId, maskMsisdn } from './masking';

/** What can happen in the simulated world. */
export type EventKind =
  | 'token_issued'
  | 'token_refused'
  | 'push_accepted'
  | 'push_refused'
  | 'prompt_shown'
  | 'prompt_approved'
  | 'prompt_cancelled'
  | 'prompt_dismissed'
  | 'prompt_failed'
  | 'prompt_expired'
  | 'money_moved'
  | 'callback_sent'
  | 'callback_delivered'
  | 'callback_failed'
  | 'query_answered'
  | 'request_accepted'
  | 'request_refused'
  | 'fault_applied'
  | 'reset';

type Detail = string | number | boolean | undefined;

/** The facts of an event; `msisdn` and `checkoutRequestId` are masked before they are kept. */
export type EventDetails = Readonly<Record<string, Detail>>;

/** One thing that happened. */
export type SimulatorEvent = Readonly<Record<string, Detail>> & {
  readonly seq: number;
  readonly at: string;
  readonly kind: EventKind;
};

const keptMax = 20_000;

/** The story of the simulator, in order, for anyone who follows it; the latest 20,000 are kept. */
export class EventFeed {
  private readonly kept: SimulatorEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private last = 0;

  constructor(private readonly log: Logger) {}

  /** Adds an event and wakes everyone who waits for one. */
  tell(kind: EventKind, details: EventDetails = {}): void {
    this.last += 1;
    const event = { seq: this.last, at: new Date().toISOString(), kind, ...masked(details) };
    this.kept.push(event);
    // Trimmed in large steps, because removing from the front copies the whole list.
    if (this.kept.length > keptMax * 1.25) this.kept.splice(0, this.kept.length - keptMax);
    this.log.info(event, kind);
    this.wake();
  }

  /** Up to `limit` events after a sequence number, oldest first. */
  after(seq: number, limit: number): SimulatorEvent[] {
    const oldest = this.kept[0]?.seq ?? this.last + 1;
    const from = Math.max(0, seq + 1 - oldest);
    return this.kept.slice(from, from + limit);
  }

  /** Resolves when something happens, when the time is over, or when the feed is closed. */
  wait(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.waiting.add(done);
    });
  }

  /** Wakes everyone who waits; used by each event and when the process stops. */
  wake(): void {
    for (const done of [...this.waiting]) done();
  }
}

function masked(details: EventDetails): EventDetails {
  const { msisdn, checkoutRequestId } = details;
  return {
    ...details,
    ...(typeof msisdn === 'string' ? { msisdn: maskMsisdn(msisdn) } : {}),
    ...(typeof checkoutRequestId === 'string'
      ? { checkoutRequestId: maskCheckoutRequestId(checkoutRequestId) }
      : {}),
  };
}

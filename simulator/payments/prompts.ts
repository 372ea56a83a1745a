import { BoundedMap } from '../boundedMap';
import type { DeliveryFault } from '../faults/faultSchema';
import type { ResultCode } from './resultCodes';

export type PromptState =
  'open' | 'approved' | 'cancelled' | 'dismissed' | 'failed' | 'expired' | 'unreachable';

/** How a payment ended, as callbacks and queries will tell it. */
export interface Outcome {
  readonly resultCode: ResultCode;
  /** A text of a fault; otherwise the text of the code. */
  readonly resultDesc?: string;
}

/** One accepted STK push and what became of it. */
export interface Prompt {
  readonly sequence: number;
  readonly merchantRequestId: string;
  readonly checkoutRequestId: string;
  readonly shortcode: string;
  readonly partyB: string;
  readonly transactionType: string;
  readonly msisdn: string;
  readonly amountKes: number;
  readonly accountReference: string;
  readonly transactionDesc: string;
  readonly callbackUrl: string;
  readonly acceptedAtMs: number;
  readonly deliveryFaults: readonly DeliveryFault[];
  /** Set when a result was chosen before the phone was asked. */
  readonly forcedOutcome?: Outcome & { readonly moneyMoves: boolean };
  readonly clashReceipt: boolean;
  /** Accepted, but the core refuses it before any phone is asked. */
  readonly refusedByCore: boolean;
  /** Whether the phone ever displayed it: an unreachable phone does not. */
  shown: boolean;
  state: PromptState;
  outcome?: Outcome;
  receipt?: string;
  resolvedAtMs?: number;
  queries: number;
  /** Calls off what the customer and the clock were still going to do; set while it is open. */
  callOff?: () => void;
}

const promptsMax = 200_000;

/** Every prompt, and which of them each subscriber has open. */
export class Prompts {
  private readonly bySequence = new BoundedMap<number, Prompt>(promptsMax);
  private readonly byCheckout = new BoundedMap<string, Prompt>(promptsMax);
  private readonly openByMsisdn = new Map<string, Prompt>();

  add(prompt: Prompt): void {
    this.bySequence.set(prompt.sequence, prompt);
    this.byCheckout.set(prompt.checkoutRequestId, prompt);
    if (prompt.state === 'open') this.openByMsisdn.set(prompt.msisdn, prompt);
  }

  /** Takes the prompt off the phone, which frees the subscriber for the next one. */
  close(prompt: Prompt, state: PromptState, atMs: number): void {
    prompt.state = state;
    prompt.resolvedAtMs = atMs;
    prompt.callOff?.();
    delete prompt.callOff;
    if (this.openByMsisdn.get(prompt.msisdn) === prompt) this.openByMsisdn.delete(prompt.msisdn);
  }

  find(checkoutRequestId: string): Prompt | undefined {
    return this.byCheckout.get(checkoutRequestId);
  }

  findOpen(msisdn: string): Prompt | undefined {
    return this.openByMsisdn.get(msisdn);
  }

  open(): Prompt[] {
    return [...this.openByMsisdn.values()];
  }

  all(): Prompt[] {
    return [...this.bySequence.values()];
  }

  clear(): void {
    this.bySequence.clear();
    this.byCheckout.clear();
    this.openByMsisdn.clear();
  }
}

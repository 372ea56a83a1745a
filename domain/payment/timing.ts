const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** When a payment is looked into. Durations in milliseconds. */
export interface PaymentTiming {
  /** From creation: after this a prompt that has not left never does. */
  readonly promptWithinMs: number;
  /** From the prompt: how long a callback is waited for before Safaricom is asked. */
  readonly callbackTimeoutMs: number;
  /** From the prompt: how long it may still be answered (Daraja: keep a push open 180 s). */
  readonly promptLifeMs: number;
  /** From the end of the prompt's life: when to ask again, ever more rarely. */
  readonly laterReadsMs: readonly number[];
  /** From the end of the prompt's life: from here on an open payment is `unresolved`. */
  readonly unresolvedAfterMs: number;
  /**
   * From the end of the prompt's life: when a definite callback is believed although STK Query only
   * ever answers with an error.
   */
  readonly definiteAloneAfterMs: number;
  /** From the prompt: when a person takes over. */
  readonly horizonMs: number;
}

/** The timing of production. The horizon lets the next day's statement have its say first. */
export const PAYMENT_TIMING: PaymentTiming = {
  promptWithinMs: 2 * MINUTE_MS,
  callbackTimeoutMs: 75 * SECOND_MS,
  promptLifeMs: 180 * SECOND_MS,
  laterReadsMs: [
    15 * SECOND_MS,
    MINUTE_MS,
    5 * MINUTE_MS,
    15 * MINUTE_MS,
    30 * MINUTE_MS,
    HOUR_MS,
    2 * HOUR_MS,
    4 * HOUR_MS,
    8 * HOUR_MS,
    16 * HOUR_MS,
    24 * HOUR_MS,
  ],
  unresolvedAfterMs: MINUTE_MS,
  definiteAloneAfterMs: 15 * MINUTE_MS,
  horizonMs: 36 * HOUR_MS,
};

/** The same timing, faster: for trials and tests against the simulator, never for real money. */
export function scaleTiming(timing: PaymentTiming, scale: number): PaymentTiming {
  return {
    promptWithinMs: timing.promptWithinMs,
    callbackTimeoutMs: timing.callbackTimeoutMs * scale,
    promptLifeMs: timing.promptLifeMs * scale,
    laterReadsMs: timing.laterReadsMs.map((ms) => ms * scale),
    unresolvedAfterMs: timing.unresolvedAfterMs * scale,
    definiteAloneAfterMs: timing.definiteAloneAfterMs * scale,
    horizonMs: timing.horizonMs * scale,
  };
}

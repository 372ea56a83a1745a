/** One try to deliver an event, for those who ask why it was not taken. */
export interface DeliveryTry {
  readonly atMs: number;
  /** What the endpoint answered, null where no answer came. */
  readonly httpStatus: number | null;
  /** Why no answer came: a code, never an address. */
  readonly failure: string | null;
  readonly latencyMs: number;
  /** How the answer's body begins, masked. */
  readonly answer: string | null;
}

/** The tries of an event. There may have been more than are kept. */
export interface DeliveryTries {
  readonly count: number;
  /** The first and the last ones, oldest first. */
  readonly kept: readonly DeliveryTry[];
}

/**
 * The calls to the engine that are under way. Their connection may be closed only after them: the
 * client tries a call again by a timer, and one that finds its connection closed is an error that
 * nobody can catch.
 */
export class PendingCalls {
  readonly #calls = new Set<Promise<unknown>>();

  /** Remembers a call until it ends, whether anyone still waits for it or not. */
  track<T>(call: Promise<T>): Promise<T> {
    const ended = call.then(
      () => undefined,
      () => undefined,
    );
    this.#calls.add(ended);
    void ended.finally(() => this.#calls.delete(ended));
    return call;
  }

  /** Resolves when none is under way. Each call has a deadline, so this takes seconds at most. */
  async ended(): Promise<void> {
    while (this.#calls.size > 0) await Promise.all(this.#calls);
  }
}

/** Counts requests per second for the whole of Daraja (its limits are not published). */
export class RateLimit {
  private second = 0;
  private count = 0;

  /** Counts one request; true when it is more than the second allows. 0 allows any number. */
  exceeded(nowMs: number, requestsMax: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    // Requests before the limit was set do not count against it.
    if (second !== this.second || requestsMax === 0) this.count = 0;
    this.second = second;
    this.count += 1;
    return requestsMax > 0 && this.count > requestsMax;
  }
}

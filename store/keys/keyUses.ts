import type { ApiKeyId } from '../../domain/values/ids';

const FLUSH_MS = 60_000;

/**
 * When each key was used last, kept in memory and written once a minute: a request waits for none
 * of it, and a process that dies forgets a minute at most.
 */
export class KeyUses {
  readonly #latest = new Map<ApiKeyId, Date>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly write: (keyId: ApiKeyId, at: Date) => Promise<unknown>) {}

  /** Notes that a key is used now. Costs no time. */
  note(keyId: ApiKeyId): void {
    this.#latest.set(keyId, new Date());
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what was noted. What cannot be written is dropped: nothing rests on it. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const noted = [...this.#latest];
    this.#latest.clear();
    await Promise.allSettled(noted.map(([keyId, at]) => this.write(keyId, at)));
  }
}

import { LRUCache } from 'lru-cache';

const TTL_MS = 30_000;
const SIZE = 10_000;

type Read<T> = (id: string) => Promise<T | undefined>;

/**
 * Settings that change by the month and are needed for every payment: read once, believed for half
 * a minute. Many askers for one that is not there yet share one read.
 */
export class SettingsCache<T extends object> {
  readonly #read: Read<T>;
  readonly #cache: LRUCache<string, T>;
  #forgotten = 0;

  constructor(read: Read<T>) {
    this.#read = read;
    this.#cache = new LRUCache({ max: SIZE, ttl: TTL_MS, fetchMethod: (id) => read(id) });
  }

  async find(id: string): Promise<T | null> {
    const forgottenBefore = this.#forgotten;
    try {
      return (await this.#cache.fetch(id)) ?? null;
    } catch (error) {
      if (this.#forgotten === forgottenBefore) throw error;
      // The cache breaks off a shared read whose entry is forgotten, and who waits must not fail.
      return (await this.#read(id)) ?? null;
    }
  }

  forget(id: string): void {
    this.#forgotten += 1;
    this.#cache.delete(id);
  }
}

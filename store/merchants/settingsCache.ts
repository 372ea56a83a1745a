import { LRUCache } from 'lru-cache';

const TTL_MS = 30_000;
const SIZE = 10_000;

/**
 * Settings that change by the month and are needed for every payment: read once, believed for half
 * a minute. Many askers for one that is not there yet share one read.
 */
export class SettingsCache<T extends object> {
  readonly #cache: LRUCache<string, T>;

  constructor(read: (id: string) => Promise<T | undefined>) {
    this.#cache = new LRUCache({ max: SIZE, ttl: TTL_MS, fetchMethod: (id) => read(id) });
  }

  async find(id: string): Promise<T | null> {
    return (await this.#cache.fetch(id)) ?? null;
  }

  forget(id: string): void {
    this.#cache.delete(id);
  }
}

import { SettingsCache } from '../../store/merchants/settingsCache';

interface Settings {
  readonly version: number;
}

/** A cache whose reads end once the test opens the gate, each with a version of its own. */
function cacheWith() {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  let reads = 0;
  const cache = new SettingsCache<Settings>(async () => {
    reads += 1;
    const version = reads;
    await gate;
    return { version };
  });
  return { cache, open: () => open(), reads: () => reads };
}

// Guarantees that a change of settings fails no payment that was reading them at that moment.
it('answers who waited for a read that was forgotten, with what is stored then', async () => {
  const { cache, open } = cacheWith();
  const waiting = cache.find('a');
  cache.forget('a');
  open();
  expect(await waiting).toEqual({ version: 2 });
});

it('answers all of many that ask for what is stored now', async () => {
  const { cache, open } = cacheWith();
  const waiting = ['first', 'second', 'third'].map(() => {
    cache.forget('a');
    return cache.find('a');
  });
  open();
  expect((await Promise.all(waiting)).every((settings) => settings !== null)).toBe(true);
});

it('passes on why a read failed', async () => {
  const cache = new SettingsCache<Settings>(() => Promise.reject(new Error('The store is away.')));
  await expect(cache.find('a')).rejects.toThrow('The store is away.');
});

it('shares one read among many, until it is forgotten', async () => {
  const { cache, open, reads } = cacheWith();
  const all = Promise.all([cache.find('a'), cache.find('a')]);
  open();
  expect(await all).toEqual([{ version: 1 }, { version: 1 }]);
  expect(await cache.find('a')).toEqual({ version: 1 });
  expect(reads()).toBe(1);
  cache.forget('a');
  expect(await cache.find('a')).toEqual({ version: 2 });
});

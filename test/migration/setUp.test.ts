import { openStore } from '../../store/store';
import { setUp } from '../../wiring/setUp';
import { createKeyring } from '../../wiring/store';
import { testConfig } from '../kit/testConfig';

// Guarantees that a first set-up asks nothing of a person, waits for nobody, and can be repeated.
it('sets an empty database up at once, as often as it is run', async () => {
  const config = testConfig();
  for (let time = 0; time < 2; time += 1) {
    const lines: string[] = [];
    await setUp({ config, say: (line) => void lines.push(line) });
    expect(lines).toEqual([
      'The database is set up.',
      'The search attributes are registered.',
      'The sweeper runs every minute.',
    ]);
  }
  const { MONGODB_URI: uri, MONGODB_DATABASE: database } = config;
  const store = await openStore({ uri, database, maxPoolSize: 2 }, createKeyring(config));
  expect(await store.isReachable()).toBe(true);
  await store.close();
});

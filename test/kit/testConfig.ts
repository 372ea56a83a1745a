import { randomBytes, randomUUID } from 'node:crypto';
import { readConfig, type Config } from '../../config/config';

/** A server that the global set-up started; see test/kit/globalSetup.ts. */
export function givenServer(name: string): string {
  const address = process.env[name];
  if (!address) throw new Error(`${name} is not set: run the tests with "npm test".`);
  return address;
}

/** A configuration with names of its own, so that tests run beside each other. */
export function testConfig(overrides: Readonly<Record<string, string>> = {}): Config {
  const unique = randomUUID().slice(0, 8);
  return readConfig({
    HAKIKA_ENV: 'local',
    MONGODB_URI: givenServer('TEST_MONGODB_URI'),
    MONGODB_DATABASE: `test-${unique}`,
    MONGODB_MAX_POOL_SIZE: '10',
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:1',
    TASK_QUEUE_PREFIX: `t${unique}`,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    LOOKUP_HASH_KEY: randomBytes(32).toString('base64'),
    CALLBACK_PROOF_KEY: randomBytes(32).toString('base64'),
    CALLBACK_BASE_URL: 'http://127.0.0.1:1',
    CALLBACK_SOURCES: '127.0.0.1',
    MAX_CACHED_WORKFLOWS: '200',
    COUNT_STORE_COMMANDS: 'true',
    ...overrides,
  });
}

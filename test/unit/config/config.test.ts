import { randomBytes } from 'node:crypto';
import { format, inspect } from 'node:util';
import { ConfigError, readConfig, readConfigOf } from '../../../config/config';
import { PAYMENT_TIMING } from '../../../domain/payment/timing';

const KEY = randomBytes(32).toString('base64');
const HASH_KEY = randomBytes(32).toString('base64');
const PROOF_KEY = randomBytes(32).toString('base64');

/** The least that a developer's machine needs. */
const local = {
  HAKIKA_ENV: 'local',
  MONGODB_URI: 'mongodb://127.0.0.1:27017/?replicaSet=rs0',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  ENCRYPTION_KEYS: `k1:${KEY}`,
  LOOKUP_HASH_KEY: HASH_KEY,
  CALLBACK_PROOF_KEY: PROOF_KEY,
  CALLBACK_BASE_URL: 'http://127.0.0.1:7401',
};

const production = {
  ...local,
  HAKIKA_ENV: 'production',
  CALLBACK_BASE_URL: 'https://pay.example.test',
};

type Variables = Readonly<Record<string, string | undefined>>;

/** What the refusal says, line by line: one for each setting that is wrong. */
function refusal(variables: Variables): string[] {
  try {
    readConfig(variables);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [title, ...lines] = error.message.split('\n');
    expect(title).toBe('The configuration is not usable:');
    return lines.map((line) => line.replace(/^ {2}- /, ''));
  }
  throw new Error('The configuration was taken.');
}

/** The settings that a refusal names, each once. */
function refused(variables: Variables): string[] {
  return [...new Set(refusal(variables).map((line) => line.split(':')[0] ?? ''))].sort();
}

describe('what is left out', () => {
  it('is filled with the documented defaults', () => {
    expect(readConfig(local)).toMatchObject({
      LOG_LEVEL: 'info',
      MONGODB_DATABASE: 'hakika',
      MONGODB_MAX_POOL_SIZE: 50,
      TEMPORAL_NAMESPACE: 'default',
      TASK_QUEUE_PREFIX: '',
      API_HOST: '127.0.0.1',
      API_PORT: 7400,
      CALLBACK_HOST: '127.0.0.1',
      CALLBACK_PORT: 7401,
      TRUSTED_PROXIES: [],
      OPERATIONS_HOST: '127.0.0.1',
      OPERATIONS_PORT: 7402,
      WORKER_OPERATIONS_PORT: 7408,
      COUNT_STORE_COMMANDS: false,
      DARAJA_REQUESTS_PER_SECOND: 100,
      MAX_CACHED_WORKFLOWS: 300,
      TIMING_SCALE: 1,
      isLocal: true,
      timing: PAYMENT_TIMING,
    });
  });

  it("believes callbacks from Safaricom's published addresses alone", () => {
    const { CALLBACK_SOURCES } = readConfig(production);
    expect(CALLBACK_SOURCES).toHaveLength(12);
    expect(CALLBACK_SOURCES.every((source) => /^196\.201\.21[234]\.\d+$/.test(source))).toBe(true);
  });

  it.each([
    'HAKIKA_ENV',
    'MONGODB_URI',
    'TEMPORAL_ADDRESS',
    'ENCRYPTION_KEYS',
    'LOOKUP_HASH_KEY',
    'CALLBACK_PROOF_KEY',
    'CALLBACK_BASE_URL',
  ])('is refused by name: %s', (name) => {
    expect(refused({ ...local, [name]: undefined })).toEqual([name]);
  });
});

describe('what is wrong', () => {
  it('is reported all at once, each with its name and rule', () => {
    const lines = refusal({});
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'HAKIKA_ENV',
      'MONGODB_URI',
      'TEMPORAL_ADDRESS',
      'ENCRYPTION_KEYS',
      'LOOKUP_HASH_KEY',
      'CALLBACK_PROOF_KEY',
      'CALLBACK_BASE_URL',
    ]);
    for (const line of lines) expect(line).toMatch(/^[A-Z_]+: \S.{10,}$/);
    expect(lines[0]).toMatch(/local.*sandbox.*production/);
  });

  it.each([
    ['HAKIKA_ENV', 'staging', /local.*sandbox.*production/],
    ['LOG_LEVEL', 'loud', /debug.*info.*warn.*error.*silent/],
    ['MONGODB_URI', '', /must be a mongodb/],
    ['MONGODB_URI', 'hunter2', /must be a mongodb/],
    ['MONGODB_DATABASE', 'bad name$.', /may hold only/],
    ['TEMPORAL_ADDRESS', 'nonsense', /must be host:port/],
    ['MONGODB_MAX_POOL_SIZE', '0', />0|positive/],
    ['TASK_QUEUE_PREFIX', 'Duka!', /may hold only a-z, 0-9 and -/],
    ['TEMPORAL_UI_URL', 'not a url', /URL/],
    ['CALLBACK_BASE_URL', 'pay.example.test', /URL/],
    ['CALLBACK_BASE_URL', 'ftp://pay.example.test', /URL/],
    ['CALLBACK_BASE_URL', 'https://pay.example.test/?a=1', /no query/],
    ['CALLBACK_BASE_URL', 'https://pay.example.test/#x', /no fragment/],
    ['CALLBACK_BASE_URL', 'https://user:pw@pay.example.test', /no credentials/],
    ['CALLBACK_BASE_URL', 'https://PAY.example.test', /lower case/],
    ['API_PORT', '65536', /65535/],
    ['API_PORT', 'http', /number/],
    ['CALLBACK_PORT', '-1', /0/],
    ['CALLBACK_PORT', '', /number/],
    ['TIMING_SCALE', '', /number/],
    ['COUNT_STORE_COMMANDS', 'perhaps', /true|boolean/],
    ['DARAJA_REQUESTS_PER_SECOND', '0', />0|positive/],
    ['TIMING_SCALE', '2', /<=1|at most 1/],
    ['TIMING_SCALE', '0', />0|positive/],
    ['LOOKUP_HASH_KEY', 'c2hvcnQ=', /must be the base64 of 32 bytes/],
    ['CALLBACK_PROOF_KEY', 'c2hvcnQ=', /must be the base64 of 32 bytes/],
  ])('%s=%s is refused with its rule', (name, value, rule) => {
    const [line, ...more] = refusal({ ...local, [name]: value });
    expect(line).toMatch(rule);
    expect(line?.startsWith(`${name}: `)).toBe(true);
    expect(more).toEqual([]);
  });

  it.each([
    ['without an id', KEY],
    ['with an empty id', `:${KEY}`],
    ['with an id that is too long', `${'k'.repeat(33)}:${KEY}`],
    ['with a space in its id', `k 1:${KEY}`],
    ['of 31 bytes', `k1:${randomBytes(31).toString('base64')}`],
    ['of 33 bytes', `k1:${randomBytes(33).toString('base64')}`],
    ['that is not base64', 'k1:%%%'],
    ['that is missing behind a comma', `k1:${KEY},`],
    ['that is the second and bad', `k1:${KEY},k2:c2hvcnQ=`],
    ['of which there is none', ''],
  ])('a key %s is refused, and not shown', (_what, keys) => {
    const [line, ...more] = refusal({ ...local, ENCRYPTION_KEYS: keys });
    expect(line).toMatch(/^ENCRYPTION_KEYS: must be "<id>:<base64 of 32 bytes>"/);
    expect(more).toEqual([]);
    for (const part of keys.split(/[:,]/).filter((text) => text.length > 3)) {
      expect(line).not.toContain(part);
    }
  });
});

// Guarantees that what a developer's machine may do cannot happen with real money.
describe.each(['sandbox', 'production'])('in %s', (environment) => {
  const given = { ...production, HAKIKA_ENV: environment };

  it('takes what is fit', () => {
    expect(readConfig(given)).toMatchObject({ isLocal: false, timing: PAYMENT_TIMING });
  });

  it.each([
    ['CALLBACK_BASE_URL', 'http://pay.example.test', /must be https outside HAKIKA_ENV=local/],
    ['CALLBACK_BASE_URL', 'https://127.0.0.1:7401', /no address of this machine/],
    ['TIMING_SCALE', '0.5', /may differ from 1 only with HAKIKA_ENV=local/],
    ['CALLBACK_SOURCES', '', /must name the addresses from which callbacks are believed/],
    ['CALLBACK_SOURCES', ' , ', /must name the addresses from which callbacks are believed/],
  ])('refuses %s=%s', (name, value, rule) => {
    const [line, ...more] = refusal({ ...given, [name]: value });
    expect(line).toMatch(rule);
    expect(line?.startsWith(`${name}: `)).toBe(true);
    expect(more).toEqual([]);
    expect(() => readConfig({ ...local, [name]: value })).not.toThrow();
  });

  it('reports all of them at once', () => {
    const wrong = { CALLBACK_BASE_URL: 'http://x.test', TIMING_SCALE: '0.5', CALLBACK_SOURCES: '' };
    expect(refused({ ...given, ...wrong })).toEqual(Object.keys(wrong).sort());
  });

  it('reports them beside settings that are wrong by themselves', () => {
    const wrong = { CALLBACK_BASE_URL: 'http://x.test', API_PORT: 'http', TEMPORAL_ADDRESS: '' };
    expect(refused({ ...given, ...wrong })).toEqual(Object.keys(wrong).sort());
  });
});

it('takes lists with spaces and empty places', () => {
  const { CALLBACK_SOURCES, TRUSTED_PROXIES } = readConfig({
    ...local,
    CALLBACK_SOURCES: ' 10.0.0.1 ,, 10.9.0.0/16,',
    TRUSTED_PROXIES: '10.0.0.2',
  });
  expect(CALLBACK_SOURCES).toEqual(['10.0.0.1', '10.9.0.0/16']);
  expect(TRUSTED_PROXIES).toEqual(['10.0.0.2']);
});

it('scales the waits of a trial, but not the time within which a prompt may leave', () => {
  const { timing } = readConfig({ ...local, TIMING_SCALE: '0.1' });
  expect(timing).toMatchObject({
    promptWithinMs: PAYMENT_TIMING.promptWithinMs,
    callbackTimeoutMs: PAYMENT_TIMING.callbackTimeoutMs / 10,
    promptLifeMs: PAYMENT_TIMING.promptLifeMs / 10,
    horizonMs: PAYMENT_TIMING.horizonMs / 10,
  });
});

it('keeps the order of keys: the first seals', () => {
  const { ENCRYPTION_KEYS } = readConfig({ ...local, ENCRYPTION_KEYS: `new:${KEY}, old:${KEY}` });
  expect(ENCRYPTION_KEYS.map(({ keyId }) => keyId)).toEqual(['new', 'old']);
  expect(ENCRYPTION_KEYS[0]?.key.expose().toString('base64')).toBe(KEY);
});

// Guarantees that what was sealed can be opened: of two keys under one id only one would be kept.
it('refuses two keys with one id', () => {
  const keys = `k1:${KEY},k1:${HASH_KEY}`;
  expect(refusal({ ...local, ENCRYPTION_KEYS: keys })).toEqual([
    'ENCRYPTION_KEYS: must give every key an id of its own',
  ]);
});

// Guarantees that a whole configuration can be printed by mistake and no key be seen (M15).
it.each([
  ['JSON', (value: unknown) => JSON.stringify(value)],
  ['inspect', (value: unknown) => inspect(value, { depth: null, showHidden: true })],
  ['format', (value: unknown) => format('%s %o %O %j', value, value, value, value)],
  ['a copy of it', (value: unknown) => JSON.stringify(Object.entries({ ...(value as object) }))],
])('shows no key as %s', (_how, print) => {
  const config = readConfig(local);
  const printed = print(config) + print(config.LOOKUP_HASH_KEY) + print(config.ENCRYPTION_KEYS);
  expect(printed).toContain('[secret]');
  for (const key of [KEY, HASH_KEY, PROOF_KEY]) {
    const bytes = Buffer.from(key, 'base64');
    expect(printed).not.toContain(key);
    expect(printed).not.toContain(bytes.toString('hex').slice(0, 12));
    expect(printed).not.toContain(bytes.toJSON().data.slice(0, 6).join(','));
  }
});

it("does not show the database's password", () => {
  const config = readConfig({ ...local, MONGODB_URI: 'mongodb://hakika:hidden@127.0.0.1/' });
  const printed = JSON.stringify(config) + inspect(config, { depth: null, showHidden: true });
  expect(printed).not.toContain('hidden');
});

it('shows no key in a template', () => {
  const config = readConfig(local);
  expect(`${String(config.LOOKUP_HASH_KEY)}`).toBe('[secret]');
  expect(config.ENCRYPTION_KEYS.map(({ key }) => String(key))).toEqual(['[secret]']);
});

// Guarantees that a process is neither stopped by a setting that only another reads, nor given it.
describe('what one process reads', () => {
  it.each([
    ['api', 'WORKER_QUEUES', 'API_PORT'],
    ['worker', 'CALLBACK_SOURCES', 'CALLBACK_BASE_URL'],
    ['setup', 'CALLBACK_PROOF_KEY', 'MONGODB_DATABASE'],
  ] as const)('of %s leaves out %s and holds %s', (process, foreign, own) => {
    const config = readConfigOf(process, { ...local, [foreign]: 'no value of any use' });
    expect(config).not.toHaveProperty(foreign);
    expect(config).toHaveProperty(own);
  });

  it('is still checked as a whole', () => {
    const wrong = { ...local, HAKIKA_ENV: 'production' };
    expect(() => readConfigOf('worker', wrong)).toThrow(/CALLBACK_BASE_URL: must be https/);
    expect(() => readConfigOf('setup', wrong)).not.toThrow();
  });
});

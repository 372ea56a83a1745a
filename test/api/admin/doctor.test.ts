import { createConnection, type Connection } from 'mongoose';
import { CallbackProof } from '../../../crypto/callbackProof';
import { Secret } from '../../../domain/values/secret';
import { ensureSweepSchedule } from '../../../engine/sweepSchedule';
import { setUpStore } from '../../../store/store';
import { storeOptions } from '../../../wiring/store';
import { sweepScheduleId } from '../../../workflows/messages';
import { sandboxShortcode } from '../../kit/demoMerchant';
import { doctorLines, doctorTroubles } from '../../kit/doctor';
import { addOperator, type TestOperator } from '../../kit/operators';
import { startSystem, type TestSystem } from '../../kit/system';

let system: TestSystem;
let viewer: TestOperator;
/** Past the store, to plant faults. */
let raw: Connection;

beforeAll(async () => {
  system = await startSystem();
  viewer = await addOperator(system.store, 'viewer');
  const { MONGODB_URI: uri, MONGODB_DATABASE: dbName } = system.config;
  raw = await createConnection(uri.expose(), { dbName }).asPromise();
  await ensureSweepSchedule(system.client, system.config.TASK_QUEUE_PREFIX);
});
afterAll(async () => {
  await schedule().delete();
  await raw.close();
  await system.stop();
});

const schedule = () =>
  system.client.schedule.getHandle(sweepScheduleId(system.config.TASK_QUEUE_PREFIX));

const troubles = () => doctorTroubles(system, viewer);

it('finds nothing wrong with a healthy system, and looks at every area', async () => {
  const findings = await doctorLines(system, viewer);
  expect(findings.filter((line) => line.status !== 'ok')).toEqual([]);
  expect(new Set(findings.map(({ area }) => area))).toEqual(
    new Set([
      ...['settings', 'keys', 'clock', 'mongodb', 'temporal', 'sweeper', 'queues'],
      ...['callbacks', 'shortcodes', 'webhooks'],
    ]),
  );
});

// Guarantees that a look is only a look: no prompt, no event, and no secret in what it says.
it('prompts nobody, sends no event and tells no secret', async () => {
  const text = JSON.stringify(await doctorLines(system, viewer));
  expect(system.webhooks.received).toEqual([]);
  const prompted = await system.simulator.control<{ prompts: unknown[] }>(
    'GET',
    '/prompts?all=true',
  );
  expect(prompted.prompts).toEqual([]);
  const { consumerSecret, passkey } = sandboxShortcode(system.merchant.merchantId, '');
  const proof = new CallbackProof(system.config.CALLBACK_PROOF_KEY);
  const secrets = [consumerSecret.expose(), passkey.expose(), system.merchant.apiKey];
  for (const secret of [...secrets, proof.ofSelfTest('answer', '0'.repeat(32))]) {
    expect(text + system.logLines.join('\n')).not.toContain(secret);
  }
  expect(text).not.toContain(system.webhooks.url);
});

// Guarantees that each fault is named, alone, and with what to do about it.
describe('a fault that is planted', () => {
  it.each([
    ['receipt', 'fault', 'guard indexes'],
    ['sweep_due', 'warning', 'query indexes'],
  ])('is found: the index %s dropped', async (index, status, name) => {
    await raw.collection('moneyRecords').dropIndex(index);
    try {
      const meaning = expect.stringContaining(`moneyRecords.${index}`) as string;
      const remedy = expect.stringContaining('npm run setup') as string;
      expect(await troubles()).toEqual([{ area: 'mongodb', name, status, meaning, remedy }]);
    } finally {
      await setUpStore(storeOptions(system.config, system.metrics));
    }
  });

  it.each([
    ['of a release before', { version: 2 }, /version 2.*at least 3\./, /^Run "npm run setup"/],
    ['of a newer release', { version: 9, usableFrom: 9 }, /knows at most 3\./, /^Run a newer/],
    ['cut off in a hand-over', { handOver: 'end_workflows' }, /former release/, /^Run "npm run/],
  ])('is found: a schema mark %s', async (_what, mark, meaning, remedy) => {
    const marks = raw.collection('schemaVersion');
    const before = await marks.findOne({ name: 'hakika' });
    await marks.updateOne({ name: 'hakika' }, { $set: mark });
    try {
      const [line, ...others] = await troubles();
      expect([line?.name, line?.status, others]).toEqual(['schema version', 'fault', []]);
      expect(line?.meaning).toMatch(meaning);
      expect(line?.remedy).toMatch(remedy);
    } finally {
      await marks.replaceOne({ name: 'hakika' }, before ?? {});
    }
  });

  it('is found: the Schedule of the sweeper paused', async () => {
    await schedule().pause();
    const found = await troubles().finally(() => schedule().unpause());
    expect(found).toMatchObject([{ area: 'sweeper', status: 'fault' }]);
    expect(found[0]?.meaning).toMatch(/^It is paused/);
    expect(found[0]?.remedy).toMatch(/^Unpause it/);
  });

  it('is found: a Schedule and a worker that are not there', async () => {
    const environment = { WORKER_QUEUES: 'payments,daraja,webhooks' };
    const other = await startSystem({ environment });
    try {
      const found = await doctorTroubles(other, await addOperator(other.store, 'viewer'));
      const upkeep = `${other.config.TASK_QUEUE_PREFIX}-upkeep`;
      expect(found).toMatchObject([
        { area: 'sweeper', status: 'fault', remedy: 'Run "npm run setup".' },
        { area: 'queues', name: upkeep, status: 'fault' },
      ]);
      expect(found[1]?.remedy).toContain('WORKER_QUEUES');
    } finally {
      await other.stop();
    }
  });

  it('is found: wrong credentials of a shortcode', async () => {
    const right = sandboxShortcode(system.merchant.merchantId, system.simulator.url);
    await system.store.shortcodes.save({ ...right, consumerSecret: new Secret('wrong') });
    const found = await troubles().finally(() => system.store.shortcodes.save(right));
    expect(found).toMatchObject([{ area: 'shortcodes', name: '174379', status: 'fault' }]);
    expect(found[0]?.remedy).toMatch(/consumer key and secret/);
  });

  it('is found: an endpoint of a merchant that is down', async () => {
    const { merchantId } = system.merchant;
    const merchant = await system.store.merchants.findNow(merchantId);
    const webhook = merchant?.webhook ?? null;
    if (webhook === null) throw new Error('The merchant has no endpoint.');
    const url = 'http://user:hidden@127.0.0.1:1/hook';
    await system.store.merchants.change(merchantId, { webhook: { ...webhook, url } });
    const found = await troubles().finally(() =>
      system.store.merchants.change(merchantId, { webhook }),
    );
    expect(found).toMatchObject([{ area: 'webhooks', name: merchantId, status: 'fault' }]);
    expect(found[0]?.meaning).toContain('ECONNREFUSED');
    expect(found[0]?.remedy).toContain('hakika merchants update');
    expect(JSON.stringify(found)).not.toContain('hidden');
  });

  it('is found: a key that is older than a year', async () => {
    const { keyId } = await addOperator(system.store, 'support');
    const createdAt = new Date(Date.now() - 366 * 86_400_000);
    await raw.collection('apiKeys').updateOne({ _id: keyId }, { $set: { createdAt } });
    const found = await troubles();
    await system.store.apiKeys.revoke(keyId);
    expect(found).toMatchObject([{ area: 'keys', name: 'keys of operators', status: 'warning' }]);
    expect(found[0]?.meaning).toContain(keyId);
    expect(await troubles()).toEqual([]);
  });
});

import { randomBytes } from 'node:crypto';
import type { ApiDependencies } from '../../../api/dependencies';
import { selfTestAddress } from '../../../api/callbacks/selfTest';
import { listen } from '../../../api/http/listen';
import { createOperationsApp } from '../../../api/operations/app';
import { CallbackProof } from '../../../crypto/callbackProof';
import { Secret } from '../../../domain/values/secret';
import { ensureSweepSchedule } from '../../../engine/sweepSchedule';
import type { Shortcode } from '../../../store/merchants/shortcodes';
import { sweepScheduleId } from '../../../workflows/messages';
import { startCuttableApi } from '../../kit/cuttableApi';
import { sandboxShortcode } from '../../kit/demoMerchant';
import { doctorTroubles, type DoctorLine } from '../../kit/doctor';
import { addOperator, type TestOperator } from '../../kit/operators';
import { startSystem, type TestSystem } from '../../kit/system';

let system: TestSystem;
let viewer: TestOperator;

beforeAll(async () => {
  system = await startSystem();
  viewer = await addOperator(system.store, 'viewer');
  await ensureSweepSchedule(system.client, system.config.TASK_QUEUE_PREFIX);
});
afterAll(async () => {
  await schedule().delete();
  await system.stop();
});

const schedule = () =>
  system.client.schedule.getHandle(sweepScheduleId(system.config.TASK_QUEUE_PREFIX));

/** The troubles that an API with other parts finds in the same system. */
async function withApi(
  change: (deps: ApiDependencies) => ApiDependencies,
): Promise<readonly DoctorLine[]> {
  const api = await startCuttableApi(system);
  const settings = { ...api.deps.doctor.settings, callbackBaseUrl: system.urls.callbacks };
  const doctorParts = { ...api.deps.doctor, settings };
  const app = createOperationsApp(change({ ...api.deps, doctor: doctorParts }), null);
  const at = { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log: api.deps.log };
  const { port, close } = await listen(app, at);
  try {
    return await doctorTroubles(
      { urls: { ...system.urls, operations: `http://127.0.0.1:${port}` } },
      viewer,
    );
  } finally {
    await close();
    await api.stop();
  }
}

type Inspection = ApiDependencies['store']['inspection'];

/** The database with a clock that goes wrong. */
function lateBy(inspection: Inspection, byMs: number): Inspection {
  const server = async () => {
    const facts = await inspection.server();
    return { ...facts, atMs: facts.atMs - byMs };
  };
  return new Proxy(inspection, {
    get: (target, name) => {
      const value: unknown = name === 'server' ? server : Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

type Shortcodes = ApiDependencies['store']['shortcodes'];

/** The shortcodes of the database, of which one alone is listed. */
function listing(shortcodes: Shortcodes, entry: Shortcode): Shortcodes {
  const list = () => Promise.resolve([{ ...entry, provenAt: null }]);
  return new Proxy(shortcodes, {
    get: (target, name) => {
      const value: unknown = name === 'list' ? list : Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

describe('the callback address', () => {
  it.each([
    ['nobody', () => 'http://127.0.0.1:1', /cannot be reached/, /firewall/],
    ['somebody else', () => system.simulator.url, /Something else/, /CALLBACK_PORT/],
    ['another installation', () => system.urls.callbacks, /Something else/, /CALLBACK_PROOF_KEY/],
  ])('is a fault where %s answers', async (who, url, meaning, remedy) => {
    const strange = new CallbackProof(new Secret(randomBytes(32)));
    const [line, ...others] = await withApi((deps) => ({
      ...deps,
      doctor: {
        ...deps.doctor,
        settings: { ...deps.doctor.settings, callbackBaseUrl: url() },
      },
      callbackProof: who === 'another installation' ? strange : deps.callbackProof,
    }));
    expect([line?.area, line?.status, others]).toEqual(['callbacks', 'fault', []]);
    expect(line?.meaning).toMatch(meaning);
    expect(line?.remedy).toMatch(remedy);
  });

  // Guarantees that the path tells nobody anything without the key, nor gets past the sources.
  it('proves nothing to those who do not hold the key', async () => {
    const proof = new CallbackProof(system.config.CALLBACK_PROOF_KEY);
    const nonce = 'a'.repeat(32);
    const right = selfTestAddress(system.urls.callbacks, proof, nonce);
    expect((await fetch(right)).status).toBe(200);
    const unknown = await fetch(`${system.urls.callbacks}/callbacks/strange`);
    for (const wrong of [
      right.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      right.replace('aaa', 'aab'),
      `${system.urls.callbacks}/callbacks/self-test/${nonce}/${proof.ofSelfTest('answer', nonce)}`,
    ]) {
      expect((await fetch(wrong)).status).toBe(unknown.status);
    }
  });
});

describe('settings and clock', () => {
  it('are faults where everybody is let in and the clock is wrong', async () => {
    const found = await withApi((deps) => ({
      ...deps,
      doctor: {
        ...deps.doctor,
        settings: { ...deps.doctor.settings, environment: 'production', logLevel: 'debug' },
      },
      trustedProxies: ['0.0.0.0/0'],
      store: { ...deps.store, inspection: lateBy(deps.store.inspection, 6_000) },
    }));
    expect(found.map(({ name, status }) => [name, status])).toEqual([
      ['TRUSTED_PROXIES', 'fault'],
      ['LOG_LEVEL', 'warning'],
      ['against MongoDB', 'fault'],
    ]);
  });

  it('are a fault where local takes real money', async () => {
    const { merchantId } = system.merchant;
    const live = sandboxShortcode(merchantId, 'https://api.safaricom.co.ke');
    const found = await withApi((deps) => ({
      ...deps,
      store: { ...deps.store, shortcodes: listing(deps.store.shortcodes, live) },
      doctor: { ...deps.doctor, tokenOf: () => Promise.resolve({ proven: true, detail: 'taken' }) },
    }));
    expect(found).toMatchObject([{ name: 'HAKIKA_ENV', status: 'fault' }]);
  });
});

describe('certificates', () => {
  it.each([
    [22, []],
    [20, ['warning']],
    [2, ['fault']],
  ])('that end in %d days are noticed', async (days, statuses) => {
    const certificateEndsAt = new Date(Date.now() + (days + 0.5) * 86_400_000);
    const found = await withApi((deps) => ({
      ...deps,
      doctor: {
        ...deps.doctor,
        reachOurs: () => Promise.resolve({ kind: 'reached' as const, certificateEndsAt }),
      },
    }));
    expect(found.map(({ status }) => status)).toEqual(statuses);
  });
});

// Guarantees that what hangs or fails is one line of its own, and all others are still told.
it('names a check that hangs and one that fails, and tells the others', async () => {
  const found = await withApi((deps) => ({
    ...deps,
    doctor: { ...deps.doctor, tokenOf: () => new Promise(() => undefined) },
    engine: {
      ...deps.engine,
      inspection: {
        ...deps.engine.inspection,
        sweeper: () => Promise.reject(new Error('mongodb://root:hidden@db')),
      },
    },
  }));
  expect(found.map(({ area, name, status }) => [area, name, status])).toEqual([
    ['sweeper', 'look', 'fault'],
    ['shortcodes', 'look', 'fault'],
  ]);
  expect(JSON.stringify(found)).not.toContain('hidden');
});

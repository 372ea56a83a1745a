import { createServer } from 'node:net';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pickFreePort } from '../../dev/servers/ports';
import { demoCredentials } from '../../dev/story/demoCredentials';
import { checkDisk } from '../../dev/system/disk';
import { parseStartOptions } from '../../dev/system/options';
import { checkPorts, planPorts } from '../../dev/system/portPlan';
import { localSecrets } from '../../dev/system/secrets';
import { scratchFolder } from './scratchFolder';

const folder = scratchFolder();
const KEY = Buffer.alloc(32, 7).toString('base64');

describe('the ports', () => {
  it('are counted from one base', () => {
    expect(planPorts(undefined)).toMatchObject({ api: 7400, temporal: 7403, simulator: 7406 });
    expect(planPorts('9000')).toMatchObject({ api: 9000, mongodb: 9005, workerOperations: 9008 });
  });

  it.each(['0', '1023', '65530', 'x', '74.5'])('are not counted from %s', (base) => {
    expect(() => planPorts(base)).toThrow(
      `HAKIKA_PORT_BASE=${base} is not a usable port: give a whole number from 1024 to 65526.`,
    );
  });

  it('that are taken are named, with what needs them and the remedy', async () => {
    const taken = await pickFreePort();
    const server = createServer().listen(taken, '0.0.0.0');
    const plan = { ...planPorts('45000'), mongodb: taken };
    const others = new Set(Object.keys(plan) as Array<keyof typeof plan>);
    others.delete('mongodb');
    await expect(checkPorts(plan, others)).rejects.toThrow(
      `Port ${taken}, which MongoDB needs, is taken by another program: stop that program, or ` +
        'choose other ports with HAKIKA_PORT_BASE=8400 npm start.',
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(checkPorts(plan, others)).resolves.toBeUndefined();
  });
});

describe('the arguments', () => {
  it('are three flags', () => {
    const none = { once: false, fresh: false, webhookUrl: undefined };
    expect(parseStartOptions([])).toEqual(none);
    expect(parseStartOptions(['--once', '--fresh'])).toEqual({ ...none, once: true, fresh: true });
    const webhookUrl = 'http://127.0.0.1:9/hook';
    expect(parseStartOptions(['--webhook', webhookUrl])).toEqual({ ...none, webhookUrl });
  });

  it.each([[['--what']], [['extra']], [['--webhook']], [['--webhook', 'ftp://x']]])(
    'refuse %j with the usage',
    (args) => {
      expect(() => parseStartOptions(args)).toThrow('npm start -- [--once] [--fresh]');
    },
  );
});

describe('the disk', () => {
  it('that can be written and has room is fine', async () => {
    await expect(checkDisk(join(folder, 'new'))).resolves.toBeUndefined();
  });

  it('that cannot be written is one sentence', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(checkDisk(join(file, 'below'))).rejects.toThrow(/cannot be written \(.*\): make/);
  });
});

describe('the local secrets', () => {
  it('are made once, for the owner only', () => {
    const file = join(mkdtempSync(join(folder, 'secrets-')), 'data', 'secrets.json');
    const made = localSecrets(file);
    expect(made.encryptionKeys).toMatch(/^local-1:[A-Za-z0-9+/]{43}=$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(localSecrets(file)).toEqual(made);
  });

  it.each([
    ['half a file', '{"encryptionKeys":"loc'],
    ['no object', 'null'],
    ['a key too few', JSON.stringify({ encryptionKeys: `local-1:${KEY}` })],
    [
      'a key too short',
      JSON.stringify({ encryptionKeys: 'local-1:abc=', lookupHashKey: KEY, callbackProofKey: KEY }),
    ],
  ])('that are %s say how to start fresh', (_what, text) => {
    const file = join(mkdtempSync(join(folder, 'secrets-')), 'secrets.json');
    writeFileSync(file, text);
    expect(() => localSecrets(file)).toThrow(
      `${file} is damaged: start fresh with npm start -- --fresh.`,
    );
  });
});

describe("the demo merchant's credentials", () => {
  it('are made once, and say how to start fresh when they are damaged', () => {
    const file = join(mkdtempSync(join(folder, 'credentials-')), 'demo.json');
    const made = demoCredentials(file, () => 'mer_1');
    expect(demoCredentials(file, () => 'mer_2')).toEqual(made);
    writeFileSync(file, JSON.stringify({ ...made, apiKey: 'sk_test_1' }));
    expect(() => demoCredentials(file, () => 'mer_2')).toThrow('is damaged: start fresh with');
  });
});

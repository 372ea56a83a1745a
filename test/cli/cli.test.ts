import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/run';
import { rootDir } from '../../dev/places';
import { ensureSweepSchedule } from '../../engine/sweepSchedule';
import { sweepScheduleId } from '../../workflows/messages';
import { sandboxShortcode } from '../kit/demoMerchant';
import { freshPhone } from '../kit/fresh';
import { addOperator, type TestOperator } from '../kit/operators';
import { askFor } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';

let system: TestSystem;
let admin: TestOperator;
let home: string;

beforeAll(async () => {
  system = await startSystem();
  admin = await addOperator(system.store, 'admin');
  home = mkdtempSync(join(tmpdir(), 'hakika-cli-'));
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await system.stop();
});

interface Given {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

async function hakika(args: readonly string[], { environment, input = '' }: Given = {}) {
  let out = '';
  let err = '';
  const code = await run(args, {
    environment: environment ?? {
      HAKIKA_ADMIN_URL: system.urls.operations,
      HAKIKA_OPERATOR_KEY: admin.key,
    },
    home,
    readInput: () => Promise.resolve(input),
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

const WHY = ['--reason', 'Ticket 42'];

async function createMerchant(name = 'Duka Moja'): Promise<string> {
  const made = await hakika(['merchants', 'create', '--name', name, ...WHY, '--json']);
  expect([made.code, made.err]).toEqual([0, '']);
  return (JSON.parse(made.out) as { merchant: { id: string } }).merchant.id;
}

it('makes, changes, shows and lists merchants', async () => {
  const id = await createMerchant();
  const url = 'https://shop.example.test/hooks';
  const args = ['merchants', 'update', id, '--webhook-url', url, ...WHY];
  const policies = ['--review-above-kes', '5000', '--late-success', 'hold_for_review'];
  const updated = await hakika([...args, '--corroborate-above-kes', '500', ...policies]);
  expect(updated.out).toMatch(/^webhookSecret +whsec_/m);
  const shown = await hakika(['merchants', 'show', id]);
  expect(shown.out).toContain(url);
  expect(shown.out).toMatch(/^corroborateAboveKes +500$/m);
  expect(shown.out).toMatch(/^reviewAboveKes +5000$/m);
  expect(shown.out).toMatch(/^lateSuccess +hold_for_review$/m);
  const none = ['--no-webhook', '--review-above-kes', 'none'];
  await hakika(['merchants', 'update', id, ...none, ...WHY]);
  const cleared = await hakika(['merchants', 'show', id]);
  expect(cleared.out).toMatch(/^webhookUrl +-$/m);
  expect(cleared.out).toMatch(/^reviewAboveKes +-$/m);
  const listed = await hakika(['merchants', 'list', '--limit', '200']);
  expect(listed.out).toMatch(/^id +name +defaultShortcode/);
  expect(listed.out).toMatch(new RegExp(`^${id} +Duka Moja`, 'm'));
});

it('takes a shortcode into service, with credentials from standard input or a file', async () => {
  const merchant = await createMerchant();
  const passkey = sandboxShortcode(system.merchant.merchantId, '').passkey.expose();
  const credentials = {
    consumerKey: 'simulator-consumer-key',
    consumerSecret: 'simulator-consumer-secret',
    passkey,
  };
  await system.simulator.control('POST', '/shortcodes', { shortcode: '600210', passkey });
  const place = ['--mode', 'simulated', '--base-url', system.simulator.url];
  const args = ['shortcodes', 'create', '600210', '--merchant', merchant, ...place, ...WHY];
  const wrong = JSON.stringify({ ...credentials, passkey: 'wrong' });
  const refused = await hakika(args, { input: wrong });
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toMatch(/^shortcode_not_proven: Nothing was stored\. OAuth token: taken/);
  const file = join(home, 'credentials.json');
  writeFileSync(file, JSON.stringify(credentials));
  const made = await hakika([...args, '--credentials-file', file]);
  expect([made.code, made.err]).toEqual([0, '']);
  expect(made.out).toMatch(/^mode +simulated$/m);
  expect(made.out).toMatch(/^proof +token=proven=true/m);
  expect(made.out).not.toContain(passkey);
  const listed = await hakika(['shortcodes', 'list', '--merchant', merchant]);
  expect(listed.out).toMatch(/^600210 +mer_/m);
  expect((await hakika(['shortcodes', 'show', '600210'])).code).toBe(0);
  for (const input of ['', 'not json', '[]', '"text"']) {
    const misused = await hakika(args, { input });
    expect([misused.code, misused.err]).toEqual([2, expect.stringMatching(/^Standard input must/)]);
  }
  expect((await hakika([...args, '--credentials-file', join(home, 'none')])).code).toBe(2);
});

it('makes, rotates, revokes and lists keys and operators, and verifies the log', async () => {
  const merchant = await createMerchant();
  const owner = ['--merchant', merchant];
  const made = await hakika(['keys', 'create', ...owner, '--mode', 'live', ...WHY, '--json']);
  const { keyId, key } = JSON.parse(made.out) as { keyId: string; key: string };
  const rotated = await hakika(['keys', 'rotate', keyId, '--overlap-seconds', '60', ...WHY]);
  expect(rotated.out).toMatch(/^key +sk_live_/m);
  expect((await hakika(['keys', 'revoke', keyId, ...WHY])).code).toBe(0);
  const listed = await hakika(['keys', 'list', ...owner]);
  expect(listed.out).toContain(`sk_live_…${key.slice(-4)}`);
  expect(listed.out).not.toContain(key);
  const roles = ['--roles', 'support,finance'];
  const operator = await hakika(['operators', 'create', '--name', 'Amina', ...roles, ...WHY]);
  expect(operator.out).toMatch(/^key +op_/m);
  const id = /opr_\w+/.exec(operator.out)?.[0] ?? '';
  expect((await hakika(['operators', 'revoke', id, ...WHY])).code).toBe(0);
  expect((await hakika(['operators', 'list', '--limit', '200'])).out).toContain(id);
  const log = await hakika(['audit', 'list', '--limit', '1']);
  expect(log.out).toMatch(/operators\.revoke +kind=operator id=opr_\w+ +Ticket 42$/m);
  expect((await hakika(['audit', 'verify'])).out).toMatch(/^whole +true$/m);
});

// Guarantees that a script can tell from the exit code what to do next.
describe('the exit code', () => {
  it.each([
    ['without a command', []],
    ['a noun that there is not', ['payments']],
    ['a noun alone', ['merchants']],
    ['a verb that there is not', ['merchants', 'delete']],
    ['no reason', ['merchants', 'create', '--name', 'X']],
    ['no argument', ['merchants', 'show']],
    ['two arguments', ['merchants', 'show', 'a', 'b']],
    ['an option that there is not', ['merchants', 'list', '--key', 'x']],
  ])('is 2 for %s', async (_what, args) => {
    const { code, out } = await hakika(args);
    expect([code, out]).toEqual([2, '']);
  });

  it('is 1 for what the API refuses, with its words', async () => {
    const unknown = await hakika(['merchants', 'show', 'mer_01kaqq00000000000000000000']);
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.err).toMatch(/^not_found: No such merchant\. List merchants .*\(req_\w+\)\n$/);
    // An argument is one part of the path, whatever is in it.
    expect((await hakika(['merchants', 'show', '../keys'])).code).toBe(1);
    const { key } = await addOperator(system.store, 'viewer');
    const environment = {
      HAKIKA_ADMIN_URL: `${system.urls.operations}/`,
      HAKIKA_OPERATOR_KEY: key,
    };
    const args = ['merchants', 'create', '--name', 'X', ...WHY];
    expect((await hakika(args, { environment })).err).toMatch(/^forbidden: /);
    const revoked = { ...environment, HAKIKA_OPERATOR_KEY: `op_${'x'.repeat(43)}` };
    const refused = await hakika(['merchants', 'list'], { environment: revoked });
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/^unauthenticated/)]);
    expect((await hakika(['merchants', 'list', '--limit', 'many'])).code).toBe(1);
  });

  it('is 3 where nobody answers, or somebody else', async () => {
    for (const HAKIKA_ADMIN_URL of ['http://127.0.0.1:1', system.simulator.url]) {
      const environment = { HAKIKA_ADMIN_URL, HAKIKA_OPERATOR_KEY: admin.key };
      const { code, err } = await hakika(['merchants', 'list'], { environment });
      expect(code).toBe(3);
      expect(err).not.toContain(admin.key);
    }
  });
});

describe('the settings', () => {
  const folder = () => join(home, '.config', 'hakika');
  const keep = (text: string, mode = 0o600) => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), 'config.json'), text);
    chmodSync(join(folder(), 'config.json'), mode);
  };
  afterEach(() => rmSync(folder(), { recursive: true, force: true }));
  const list = (environment = {}) => hakika(['merchants', 'list'], { environment });

  it('come from the file where the environment has none', async () => {
    const HAKIKA_ADMIN_URL = system.urls.operations;
    keep(JSON.stringify({ HAKIKA_ADMIN_URL, HAKIKA_OPERATOR_KEY: admin.key }));
    expect((await list()).code).toBe(0);
    expect((await list({ HAKIKA_ADMIN_URL: 'http://127.0.0.1:1' })).code).toBe(3);
  });

  // Guarantees that a key which others can read is noticed before it is used.
  it.each([0o640, 0o604, 0o666])('are refused from a file of mode %o', async (mode) => {
    keep(JSON.stringify({ HAKIKA_OPERATOR_KEY: admin.key }), mode);
    const { code, err } = await list();
    expect([code, err]).toEqual([2, expect.stringContaining('can be read by others')]);
  });

  it('are refused where they are not settings', async () => {
    keep('{"HAKIKA_OPERATOR_KEY": 1}');
    expect((await list()).code).toBe(2);
    keep('op_');
    expect((await list()).code).toBe(2);
    keep('{}');
    expect((await list()).err).toMatch(/^HAKIKA_OPERATOR_KEY must be/);
    expect((await list({ HAKIKA_OPERATOR_KEY: 'sk_live_x' })).code).toBe(2);
    const HAKIKA_OPERATOR_KEY = admin.key;
    expect((await list({ HAKIKA_OPERATOR_KEY, HAKIKA_ADMIN_URL: 'here' })).code).toBe(2);
  });
});

describe('the program', () => {
  const start = (...args: string[]) =>
    spawnSync(process.execPath, [join(rootDir, 'cli', 'hakika.cjs'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, HOME: home, HAKIKA_OPERATOR_KEY: '', HAKIKA_ADMIN_URL: '' },
    });

  it('starts, tells of itself, and ends with the code', () => {
    const help = start('--help');
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('HAKIKA_OPERATOR_KEY');
    expect(start('merchants', 'list').status).toBe(2);
  });

  it('gives an example in the help of every verb', async () => {
    for (const noun of ['merchants', 'shortcodes', 'keys', 'operators', 'events', 'audit']) {
      const { out } = await hakika([noun, '--help']);
      const verbs = [...out.matchAll(/^ {2}(\w+) .*\[options\]/gm)].map(([, name = '']) => name);
      expect(verbs.length).toBeGreaterThan(1);
      for (const name of verbs) {
        const help = await hakika([noun, name, '--help']);
        expect(help).toMatchObject({ code: 0, err: '' });
        expect(help.out).toContain(`$ hakika ${noun} ${name}`);
      }
    }
  });
});

it('shows, searches and watches payments', async () => {
  const phone = freshPhone();
  const { id } = await askFor(system, { phone });
  const watched = await hakika(['payments', 'watch', id]);
  expect(watched).toMatchObject({ code: 0, err: '' });
  expect(watched.out).toMatch(/succeeded +proved_paid/);
  const shown = await hakika(['payments', 'show', id]);
  expect(shown.out).toMatch(/^state +succeeded$/m);
  const support = await addOperator(system.store, 'support');
  const environment = {
    HAKIKA_ADMIN_URL: system.urls.operations,
    HAKIKA_OPERATOR_KEY: support.key,
  };
  const args = ['payments', 'search', '--phone-stdin'];
  const found = await hakika(args, { environment, input: `${phone}\n` });
  expect(found.out).toContain(id);
  expect(found.out).not.toContain(phone.slice(-9));
  const nothing = await hakika(['payments', 'search'], { environment });
  expect(nothing).toMatchObject({ code: 1, out: '' });
});

it('says by lines and exit code what is wrong, even where the API does not answer', async () => {
  const looked = await hakika(['doctor']);
  expect([looked.code, looked.err]).toEqual([1, 'There are faults.\n']);
  expect(looked.out).toMatch(/^status +area +name +meaning +remedy$/m);
  expect(looked.out).toMatch(/^fault +sweeper +schedule .*npm run setup/m);
  expect(looked.out).toMatch(/^ok +mongodb +server/m);
  await ensureSweepSchedule(system.client, system.config.TASK_QUEUE_PREFIX);
  const healthy = await hakika(['doctor', '--json']);
  await system.client.schedule.getHandle(sweepScheduleId(system.config.TASK_QUEUE_PREFIX)).delete();
  expect([healthy.code, healthy.err]).toEqual([0, '']);
  expect(JSON.parse(healthy.out)).toMatchObject({ status: 'ok' });
  const environment = {
    HAKIKA_ADMIN_URL: 'http://127.0.0.1:1',
    HAKIKA_OPERATOR_KEY: admin.key,
  };
  const away = await hakika(['doctor'], { environment });
  expect(away.code).toBe(3);
  expect(away.out).toMatch(/^fault +operations +admin API +No answer .*Start the API/m);
  const unknown = { ...environment, HAKIKA_ADMIN_URL: system.urls.operations };
  const key = `op_${'x'.repeat(43)}`;
  const refused = await hakika(['doctor', '--json'], {
    environment: { ...unknown, HAKIKA_OPERATOR_KEY: key },
  });
  expect([refused.code, JSON.parse(refused.out)]).toMatchObject([1, { status: 'fault' }]);
});

it('prints a link for each saved question', async () => {
  const printed = await hakika(['views', '--failure-code', 'wrong_pin']);
  expect(printed).toMatchObject({ code: 0, err: '' });
  expect(printed.out.trim().split('\n')).toHaveLength(11);
  expect(printed.out).toContain('failed as wrong_pin');
  expect((await hakika(['views', '--failure-code', 'x'])).code).toBe(1);
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootDir } from '../../dev/places';

const packages = [
  ...['mongoose', 'express', 'zod', 'undici', 'pino'],
  ...['@temporalio/workflow', '@temporalio/activity', '@temporalio/client'],
];

/** One import each that the design forbids, and the rule that must report it. */
const forbidden: ReadonlyArray<readonly [file: string, line: string, rule: string]> = [
  ['domain/a.ts', "import { x } from '../store/x';", 'domain-rooms'],
  ['domain/b.ts', "import { x } from 'zod';", 'domain-packages'],
  ['domain/c.ts', "import { readFileSync as x } from 'node:fs';", 'domain-node'],
  ['domain/d.ts', "import type { x } from '../config/x';", 'domain-rooms'],
  ['workflows/a.ts', "import { x } from '../store/x';", 'workflows-rooms'],
  ['workflows/b.ts', "import { x } from '../activities/x';", 'workflows-types-only'],
  ['workflows/c.ts', "import { x } from '@temporalio/client';", 'workflows-packages'],
  ['workflows/d.ts', "import { randomUUID as x } from 'node:crypto';", 'workflows-node'],
  ['crypto/a.ts', "import { x } from '../store/x';", 'crypto-rooms'],
  ['webhooks/a.ts', "import { x } from '../store/x';", 'webhooks-rooms'],
  ['engine/a.ts', "import { x } from '../store/x';", 'engine-rooms'],
  ['engine/b.ts', "import { x } from '../workflows/x';", 'engine-types-only'],
  ['config/a.ts', "import { x } from '../store/x';", 'config-rooms'],
  ['daraja/a.ts', "import { x } from '../store/x';", 'daraja-rooms'],
  ['daraja/b.ts', "import { x } from '../config/x';", 'daraja-types-only'],
  ['daraja/c.ts', "import { x } from 'mongoose';", 'mongoose-in-store'],
  ['store/a.ts', "import { x } from '../telemetry/x';", 'store-rooms'],
  ['store/b.ts', "import { x } from 'express';", 'express-in-api'],
  ['statements/a.ts', "import { x } from '../store/x';", 'statements-rooms'],
  ['telemetry/a.ts', "import { x } from '../api/x';", 'telemetry-rooms'],
  ['activities/a.ts', "import { x } from '../workflows/x';", 'activities-rooms'],
  ['activities/b.ts', "import { x } from '@temporalio/client';", 'activities-packages'],
  ['api/a.ts', "import { x } from '../daraja/x';", 'api-rooms'],
  ['api/b.ts', "import { x } from '../engine/x';", 'api-types-only'],
  ['api/d.ts', "import type { x } from '../workflows/x';", 'api-rooms'],
  ['api/c.ts', "import { x } from 'mongoose';", 'mongoose-in-store'],
  ['cli/a.ts', "import { x } from '../api/x';", 'cli-rooms'],
  ['cli/b.ts', "import { x } from '../domain/x';", 'cli-rooms'],
  ['cli/c.ts', "import { x } from 'undici';", 'cli-packages'],
  ['simulator/a.ts', "import { x } from '../domain/x';", 'simulator-rooms'],
  ['simulator/b.ts', "import type { x } from '../daraja/x';", 'simulator-rooms'],
  ['web/a.ts', "import { x } from '../domain/x';", 'web-rooms'],
  ['workers/a.ts', "import { x } from 'express';", 'express-in-api'],
  ['workers/b.ts', "import { x } from '../daraja/x';", 'workers-rooms'],
  ['workers/c.ts', "import { x } from '../api/x';", 'workers-rooms'],
  ['bench/a.ts', "import { x } from '../workers/x';", 'bench-rooms'],
  ['dev/b.ts', "import { x } from '../workers/x';", 'dev-rooms'],
  ['wiring/a.ts', "import { x } from '../simulator/x';", 'wiring-rooms'],
  ['dev/a.ts', "import { x } from 'mongoose';", 'mongoose-in-store'],
  ['store/e.ts', "import { x } from './f';", 'no-cycles'],
  ['store/g.ts', "import { x } from './nowhere';", 'resolvable'],
];

/** One import each that the design allows. */
const allowed: ReadonlyArray<readonly [file: string, line: string]> = [
  ['workflows/k.ts', "import { x } from '../domain/x';"],
  ['workflows/l.ts', "import type { x } from '../activities/x';"],
  ['workflows/m.ts', "import { x } from '@temporalio/workflow';"],
  ['daraja/k.ts', "import type { x } from '../config/x';"],
  ['daraja/l.ts', "import { x } from 'undici';"],
  ['store/k.ts', "import { x } from 'mongoose';"],
  ['activities/k.ts', "import { x } from '../store/x';"],
  ['api/k.ts', "import { x } from '../store/x';"],
  ['api/main.ts', "import { x } from '../daraja/x';"],
  ['cli/k.ts', "import { x } from 'zod';"],
  ['simulator/k.ts', "import { x } from 'express';"],
  ['workers/k.ts', "import { x } from '../wiring/x';"],
  ['wiring/k.ts', "import { x } from '../workers/x';"],
  ['engine/k.ts', "import { x } from '../workflows/messages';"],
  ['api/m.ts', "import { x } from '../daraja/inbound/z';"],
  ['api/n.ts', "import type { x } from '../engine/x';"],
  ['test/unit/k.ts', "import { x } from '../../store/x';"],
  ['bench/k.ts', "import { x } from 'mongoose';"],
];

interface Cruise {
  readonly summary: {
    readonly violations: ReadonlyArray<{ readonly from: string; readonly rule: { name: string } }>;
  };
}

let tree: string;
let reported: Map<string, string[]>;

function put(path: string, text: string): void {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
}

function makeTree(): void {
  tree = mkdtempSync(join(tmpdir(), 'hakika-imports-'));
  cpSync(join(rootDir, 'tsconfig.json'), join(tree, 'tsconfig.json'));
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  put('package.json', JSON.stringify({ name: 'sample', dependencies }));
  for (const name of packages) {
    put(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
    put(`node_modules/${name}/index.js`, 'exports.x = 1;');
  }
  for (const [file, line] of [...forbidden, ...allowed]) {
    put(join(dirname(file), 'x.ts'), 'export const x = 1;');
    put(file, `${line}\nexport type Y = typeof x;`);
  }
  for (const room of ['config', 'activities']) put(`${room}/x.ts`, 'export const x = 1;');
  put('store/f.ts', "import { x } from './e';\nexport type Y = typeof x;");
  put('workflows/messages.ts', 'export const x = 1;');
  put('daraja/inbound/z.ts', 'export const x = 1;');
}

function cruise(): Map<string, string[]> {
  const program = join(rootDir, 'node_modules/.bin/depcruise');
  const config = join(rootDir, '.dependency-cruiser.cjs');
  const args = ['--config', config, '--output-type', 'json', '.'];
  const run = spawnSync(program, args, { cwd: tree, encoding: 'utf8', maxBuffer: 50_000_000 });
  const found = new Map<string, string[]>();
  for (const { from, rule } of (JSON.parse(run.stdout) as Cruise).summary.violations) {
    found.set(from, [...(found.get(from) ?? []), rule.name]);
  }
  return found;
}

beforeAll(() => {
  makeTree();
  reported = cruise();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

// Guarantees that the import table of the design is enforced room by room, and not more than that.
describe('the import table', () => {
  it.each(forbidden)('%s with %s breaks %s', (file, _line, rule) => {
    expect(reported.get(file)).toContain(rule);
  });

  it.each(allowed)('%s may say %s', (file) => {
    expect(reported.get(file)).toBeUndefined();
  });
});

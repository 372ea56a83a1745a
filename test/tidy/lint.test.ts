import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { rootDir } from '../../dev/places';

/** One file each that breaks one house rule, and the linter's rule that must report it. */
const broken: ReadonlyArray<readonly [rule: string, file: string, text: string]> = [
  [
    '@typescript-eslint/no-floating-promises',
    'store/floating.ts',
    'export async function save(): Promise<void> {}\nsave();',
  ],
  ['@typescript-eslint/no-explicit-any', 'store/loose.ts', 'export let loose: any;'],
  [
    '@typescript-eslint/no-non-null-assertion',
    'store/sure.ts',
    'export const sure = (text?: string): number => text!.length;',
  ],
  [
    '@typescript-eslint/consistent-type-imports',
    'store/types.ts',
    "import { Loose } from './shape';\nexport const made: Loose = {};",
  ],
  ['eqeqeq', 'store/equal.ts', 'export const same = (a: string, b: string): boolean => a == b;'],
  ['no-restricted-exports', 'store/default.ts', 'export default function save(): void {}'],
  ['no-console', 'api/chatty.ts', "console.log('here');"],
  [
    'max-lines-per-function',
    'store/long.ts',
    `export function long(): void {\n${'  void 0;\n'.repeat(50)}}`,
  ],
  ['max-lines', 'store/huge.ts', 'export {};\n'.repeat(301)],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    'domain/partial.ts',
    "export function f(s: 'a' | 'b'): void {\n  switch (s) {\n    case 'a':\n  }\n}",
  ],
  ['no-restricted-globals', 'workflows/clock.ts', 'export const now = Temporal.Now;'],
  ['no-restricted-globals', 'workflows/weak.ts', 'export const weak = new WeakRef({});'],
  ['no-restricted-globals', 'workflows/env.ts', 'export const env = process.env;'],
  [
    '@typescript-eslint/no-restricted-imports',
    'workflows/store.ts',
    "import { Loose } from '../store/shape';\nexport const made = new Loose();",
  ],
  [
    '@typescript-eslint/no-restricted-imports',
    'workflows/value.ts',
    "import { push } from '../activities/push';\nexport const made = push;",
  ],
];

const support: Readonly<Record<string, string>> = {
  'store/shape.ts': 'export class Loose {}',
  'activities/push.ts': 'export const push = 1;',
  'workflows/allowed.ts':
    "import type { push } from '../activities/push';\nexport type Push = typeof push;",
};

interface LintResult {
  readonly filePath: string;
  readonly messages: ReadonlyArray<{ readonly ruleId: string | null; readonly message: string }>;
}

let tree: string;
let reported: Map<string, string[]>;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'hakika-lint-'));
  for (const name of ['eslint.config.mjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(rootDir, name), join(tree, name));
  }
  symlinkSync(join(rootDir, 'node_modules'), join(tree, 'node_modules'));
  const files = [...broken.map(([, file, text]) => [file, text] as const)];
  for (const [file, text] of [...files, ...Object.entries(support)]) {
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    writeFileSync(join(tree, file), `${text}\n`);
  }
  const program = join(rootDir, 'node_modules/.bin/eslint');
  const run = spawnSync(program, ['--format', 'json', '.'], { cwd: tree, encoding: 'utf8' });
  const results = JSON.parse(run.stdout) as LintResult[];
  reported = new Map(
    results.map(({ filePath, messages }) => [
      relative(tree, filePath),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  );
}, 120_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

// Guarantees that no lint rule is asleep: each must report the sample that breaks it.
describe('the linter', () => {
  it.each(broken)('reports %s in %s', (rule, file) => {
    expect(reported.get(file)).toContain(rule);
  });

  it('lets a workflow import the types of activities', () => {
    expect(reported.get('workflows/allowed.ts')).toEqual([]);
  });
});

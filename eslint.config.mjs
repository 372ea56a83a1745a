import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const linesPerFunctionMax = 50;
const linesPerFileMax = 300;

/** Rules of every hand-written TypeScript file. */
const houseRules = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-restricted-exports': [
    'error',
    {
      restrictDefaultExports: {
        direct: true,
        named: true,
        defaultFrom: true,
        namedFrom: true,
        namespaceFrom: true,
      },
    },
  ],
  'max-lines-per-function': ['error', { max: linesPerFunctionMax, skipComments: true }],
  'max-lines': ['error', { max: linesPerFileMax }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  // A template that prints a number is not a mistake; one that prints an object still is.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // A port's implementation may have nothing to wait for and still return a promise.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
  ],
};

const notDeterministic = 'is not deterministic or not there in the workflow sandbox.';

/** What a workflow must not touch, because a replay would see another value or none. */
const sandboxGlobals = [
  'Temporal',
  'WeakRef',
  'FinalizationRegistry',
  'process',
  'Buffer',
  'fetch',
  'performance',
  'crypto',
  'setInterval',
  'setImmediate',
].map((name) => ({ name, message: `${name} ${notDeterministic}` }));

/** What the workflows of all subjects share. */
const workflowParts = 'announce|messages|policies|searchAttributes|taskQueues|unlessFatal';

const allowedImports = [
  '\\./',
  `\\.\\./(${workflowParts})$`,
  '(\\.\\./){1,2}(domain|activities)(/|$)',
  '@temporalio/(workflow|common)$',
];

const sandboxImports = {
  patterns: [
    {
      regex: `^(?!${allowedImports.join('|')})`,
      message: 'A workflow imports domain, @temporalio/workflow and @temporalio/common only.',
    },
    {
      regex: '^(\\.\\./){1,2}activities(/|$)',
      allowTypeImports: true,
      message: 'A workflow imports the types of activities only: use `import type`.',
    },
  ],
};

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', '.hakika/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: houseRules,
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...sandboxGlobals],
      '@typescript-eslint/no-restricted-imports': ['error', sandboxImports],
    },
  },
  {
    // Programs whose standard output is what they are for.
    files: ['dev/**/*.ts', 'bench/**/*.ts', 'simulator/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // A describe() holds many small tests (test/tidy measures each), nobody imports from a test,
    // and jest's mocks and matchers are loosely typed.
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // jest takes nothing but a default export here.
    files: ['test/kit/globalSetup.ts', 'test/kit/globalTeardown.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
);

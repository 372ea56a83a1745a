'use strict';

// Two projects: tests in these folders need no server, or start their own, and jest starts the
// servers only when at least one test of the other project runs.
const serverless = ['unit', 'tidy', 'daraja', 'simulator', 'dev', 'campaign', 'statements'];

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/.hakika/', '<rootDir>/dist/'],
};

module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'serverless',
      testMatch: serverless.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
    },
    {
      ...shared,
      displayName: 'servers',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: serverless.map((folder) => `<rootDir>/test/${folder}/`),
      globalSetup: '<rootDir>/test/kit/globalSetup.ts',
      globalTeardown: '<rootDir>/test/kit/globalTeardown.ts',
    },
  ],
  maxWorkers: 2,
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/dev/testReporter.cjs'],
};

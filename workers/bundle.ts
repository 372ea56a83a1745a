import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from './dataConverter';

const WORKFLOWS_PATH = require.resolve('../workflows');

/** Bundles the workflows for the sandbox. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS_PATH,
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('WARN'),
  });
}

/** Writes the bundle that production workers load, so that they need no bundler. */
export async function writeBundle(path: string): Promise<void> {
  const { code } = await bundleWorkflows();
  await writeFile(path, code);
}

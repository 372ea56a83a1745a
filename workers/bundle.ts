import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH, PAYLOAD_CONVERTER_PATH } from '../engine/dataConverter';

const WORKFLOWS_PATH = require.resolve('../workflows');
const INTERCEPTORS_PATH = require.resolve('../workflows/interceptors');

/** Bundles the workflows for the sandbox. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS_PATH,
    failureConverterPath: FAILURE_CONVERTER_PATH,
    payloadConverterPath: PAYLOAD_CONVERTER_PATH,
    workflowInterceptorModules: [INTERCEPTORS_PATH],
    logger: new DefaultLogger('WARN'),
  });
}

/**
 * Bundles in a process of its own: a bundler leaves some two hundred megabytes behind in the heap,
 * which a worker that runs for months should not carry.
 */
export async function bundleApart(): Promise<{ code: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'hakika-bundle-'));
  const file = join(folder, 'workflowBundle.js');
  try {
    const args = [...process.execArgv, require.resolve('./buildBundle'), file];
    await promisify(execFile)(process.execPath, args);
    return { code: await readFile(file, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Reads a bundle that was made beforehand.
 * @throws Error that names the setting and the remedy
 */
export async function readBundle(path: string): Promise<{ code: string }> {
  try {
    return { code: await readFile(path, 'utf8') };
  } catch (cause) {
    throw new Error(
      `WORKFLOW_BUNDLE_PATH names "${path}", which cannot be read. Leave it out, or make ` +
        'the file: "node dist/workers/buildBundle.js <file>".',
      { cause },
    );
  }
}

/** Writes the bundle that production workers load, so that they need no bundler. */
export async function writeBundle(path: string): Promise<void> {
  const { code } = await bundleWorkflows();
  await writeFile(path, code);
}

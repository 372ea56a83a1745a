import { spawn } from 'node:child_process';
import { forgetGroup, watchGroup } from '../processes/guard';

/** How a tool ended. `output` is the end of what it said on both streams. */
export interface ToolResult {
  readonly ok: boolean;
  readonly output: string;
}

const keptCharacters = 4000;

/**
 * Runs a program to its end, or kills it with all its children when the time is over. Never
 * throws: a program that cannot be started is a result too.
 */
export function runTool(
  command: string,
  args: readonly string[],
  timeoutMs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-keptCharacters);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const pid = child.pid;
    if (pid !== undefined) watchGroup(pid);
    const timer = setTimeout(() => {
      output += `\nno answer within ${timeoutMs / 1000} s`;
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    }, timeoutMs);
    const finish = (ok: boolean): void => {
      clearTimeout(timer);
      if (pid !== undefined) forgetGroup(pid);
      resolve({ ok, output: output.trim() });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

/** The last line of a tool's output, where tools put their reason. */
export function lastLine(result: ToolResult): string {
  return (result.output.split('\n').at(-1) ?? '').trim().slice(0, 300);
}

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { rootDir } from '../places';

const quotedCharacters = 300;

/**
 * The last thing that a process said in its log, to be quoted in a failure. Of a JSON line only
 * the message and the error's message: the rest is for the log file.
 */
export function lastLogLine(logFile: string): string {
  const line = readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  return (messageOf(line) ?? line).slice(0, quotedCharacters);
}

/** The path as a person in the checkout would type it. */
export function shownPath(path: string): string {
  const shown = relative(rootDir, path);
  return shown.startsWith('..') ? path : shown;
}

function messageOf(line: string): string | undefined {
  const entry = parsed(line);
  if (typeof entry !== 'object' || entry === null || !('msg' in entry)) return undefined;
  const inner = 'err' in entry ? entry.err : undefined;
  const cause = typeof inner === 'object' && inner !== null && 'message' in inner ? inner : {};
  const message = 'message' in cause ? String(cause.message) : undefined;
  return [String(entry.msg), message].filter((part) => part !== undefined).join(': ');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not JSON: servers that are not ours write plain text.
    return undefined;
  }
}

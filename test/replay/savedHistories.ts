import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';

const { History } = temporal.api.history.v1;

type History = temporal.api.history.v1.IHistory;

/** Where the histories lie that this code must be able to replay for good. */
export const HISTORIES_DIR = join(__dirname, 'histories');

/**
 * The key that seals what is in the histories. It protects nothing: everything in them was made up
 * by a test, and the key lies beside them.
 */
export const REPLAY_KEY = `replay:${Buffer.from('a key of tests, and of nothing else'.slice(0, 32)).toString('base64')}`;

export interface SavedHistory {
  readonly name: string;
  readonly workflowId: string;
  readonly history: History;
}

interface Saved {
  readonly workflowId: string;
  /** The history in Temporal's own binary form, as base64 in lines. */
  readonly history: readonly string[];
}

/** A history as it is saved. */
export function historyAsText(history: History): string[] {
  const text = Buffer.from(History.encode(history).finish()).toString('base64');
  return text.match(/.{1,96}/g) ?? [];
}

/** Every history that was saved, by the name of its path. */
export function savedHistories(): SavedHistory[] {
  const files = readdirSync(HISTORIES_DIR).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const saved = JSON.parse(readFileSync(join(HISTORIES_DIR, file), 'utf8')) as Saved;
    return {
      name: file.replace('.json', ''),
      workflowId: saved.workflowId,
      history: History.decode(Buffer.from(saved.history.join(''), 'base64')),
    };
  });
}

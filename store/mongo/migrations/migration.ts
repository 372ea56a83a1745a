import type { Connection } from 'mongoose';

/** What a migration may say while it runs, for the person who waits. */
export type Progress = (line: string) => void;

/** One change of the documents' shape. */
export interface Migration {
  readonly version: number;
  /** The least schema version that can use the documents afterwards. */
  readonly usableFrom: number;
  /** Whether this release cannot replay what the one before has running in the engine. */
  readonly endsWorkflows: boolean;
  /** Must be safe to repeat: it may have been cut off anywhere. */
  run(connection: Connection, progress: Progress, batchSize?: number): Promise<void>;
}

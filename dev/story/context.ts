import type { StartOptions } from '../system/options';
import type { RunningSystem } from '../system/bringUp';
import type { DemoSettings } from './demoSettings';

/** What the story may use: the system that is up, and what the person asked for. */
export interface StoryContext {
  readonly system: RunningSystem;
  readonly options: StartOptions;
  readonly settings: DemoSettings;
  /** Prints one line of the story. */
  readonly say: (line: string) => void;
  /** Aborted when the system is being stopped: leave off at once. */
  readonly signal: AbortSignal;
}

/** How the demo payment ended; a failure names the cause and the remedy. */
export type StoryOutcome =
  | { readonly succeeded: true }
  | { readonly succeeded: false; readonly cause: string; readonly remedy: string };

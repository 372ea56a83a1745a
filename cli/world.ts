/** What a command works with besides its arguments. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

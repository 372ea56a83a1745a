/** How the program ends, for scripts. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3 } as const;

/** Ends the program with a sentence for its user. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly code: (typeof EXIT)[keyof typeof EXIT],
    message: string,
  ) {
    super(message);
  }
}

/**
 * A reason why the system cannot be started that a person can act on. Its message is one sentence
 * that names the cause and the remedy; the commands print it alone, without a stack.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** What helps a server whose data folder a crash or a hand has damaged. */
export const START_FRESH = 'if its data is damaged, start fresh with npm start -- --fresh';

/** The text of anything that was thrown, for use inside the sentence of a StartFailure. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

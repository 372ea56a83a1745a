/**
 * A reason why the system cannot be started that a person can act on. Its message is one sentence
 * that names the cause and the remedy; the commands print it alone, without a stack.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** The text of anything that was thrown, for use inside the sentence of a StartFailure. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

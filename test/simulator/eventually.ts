const pollMs = 10;

/**
 * Asks again and again until there is an answer other than undefined, at most until the
 * deadline; the message says what was waited for.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  deadlineMs = 10_000,
): Promise<T> {
  const endMs = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > endMs) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

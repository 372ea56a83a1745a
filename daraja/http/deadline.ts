/**
 * The value of a promise, or null when the moment comes first. The promise goes on: its value may
 * serve others, as a token does.
 * @param deadlineAtMs moment of `performance.now()`
 */
export async function settledBefore<T>(
  promise: Promise<T>,
  deadlineAtMs: number,
): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, deadlineAtMs - performance.now()));
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

const pollMs = 25;
const limitMs = 50_000;

/** Polls until the condition holds; fails by name when it does not in good time. */
export async function waitFor(
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not within ${limitMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(() => resolve(undefined), pollMs));
  }
}

/** Tells whether a process with this id is alive (a zombie that nobody reaped is not). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH is the answer "no".
    return false;
  }
}

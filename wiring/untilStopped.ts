/** Resolves at SIGINT or SIGTERM; rejects when the work itself fails first. */
export async function untilStopped(work: Promise<unknown>): Promise<void> {
  await Promise.race([
    work,
    new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    }),
  ]);
}

/** Ends the process by then, even where something that the stop waits for never ends. */
export function exitWithin(graceMs: number): void {
  setTimeout(() => process.exit(1), graceMs).unref();
}

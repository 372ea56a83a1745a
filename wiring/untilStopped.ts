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

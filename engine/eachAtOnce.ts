/** Works through a list of unknown length, some items at a time, so that memory stays bounded. */
export async function eachAtOnce<T>(
  items: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const one = async (): Promise<void> => {
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      await work(next.value);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, one));
  } finally {
    // After a failure the rest is not asked for, and what holds the list open is let go.
    await iterator.return?.();
  }
}

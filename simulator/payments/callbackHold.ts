/** Callbacks that wait until another payment's callback has overtaken them. */
export class CallbackHold {
  private readonly held = new Set<() => void>();

  /** Keeps a callback back; the returned function lets go of this one. */
  hold(release: () => void): () => void {
    const once = (): void => {
      if (this.held.delete(once)) release();
    };
    this.held.add(once);
    return once;
  }

  /** Lets go of everything that is held: a callback has overtaken it. */
  overtake(): void {
    for (const release of [...this.held]) release();
  }

  clear(): void {
    this.held.clear();
  }
}

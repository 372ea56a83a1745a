const MASK = '[secret]';

/**
 * Holds a value that must not be printed. String conversion, JSON and Node's inspector all show a
 * mask; reading takes an explicit `expose()`, which a search of the code finds.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  expose(): T {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}

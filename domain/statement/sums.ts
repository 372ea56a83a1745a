import { ROW_KINDS, type RowKind, type StatementRow } from './row';

/** The rows of one kind: how many, and their cents in and out, neither of them negative. */
export interface KindSum {
  readonly rows: number;
  readonly inCents: number;
  readonly outCents: number;
}

export type Sums = Readonly<Record<RowKind, KindSum>>;

/** Adds up a statement by kind, in integer cents. */
export class Adder {
  readonly #sums = Object.fromEntries(
    ROW_KINDS.map((kind) => [kind, { rows: 0, inCents: 0, outCents: 0 }]),
  ) as Record<RowKind, { rows: number; inCents: number; outCents: number }>;

  add({ kind, amountCents }: StatementRow): void {
    const sum = this.#sums[kind];
    sum.rows += 1;
    if (amountCents >= 0) sum.inCents += amountCents;
    else sum.outCents -= amountCents;
  }

  get sums(): Sums {
    return this.#sums;
  }
}

/** What came in and what went out, over all kinds. */
export function total(sums: Sums): Omit<KindSum, 'rows'> {
  const all = Object.values(sums);
  return {
    inCents: all.reduce((cents, sum) => cents + sum.inCents, 0),
    outCents: all.reduce((cents, sum) => cents + sum.outCents, 0),
  };
}

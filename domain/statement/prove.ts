import type { Receipt } from '../values/receipt';
import { BalanceChain, type ChainEnds } from './balanceChain';
import { writeCents } from './cents';
import { KnownReceipts } from './knownReceipts';
import { failed, notProvable, passed, type Failure, type Proof, type ProofName } from './proof';
import { ReceiptsSeen } from './receiptsSeen';
import type { StatementRow } from './row';
import type { StatementHead } from './statementHead';
import { Adder, total, type Sums } from './sums';
import { writeWallTime } from './wallTime';

/** What the caller knows of the file before it is read. Null is what the caller does not know. */
export interface Expectation {
  readonly shortcode: string | null;
  readonly fromMs: number | null;
  /** The last moment of the period. */
  readonly untilMs: number | null;
  /** The closing balance of the statement before. */
  readonly openingCents: number | null;
  readonly closingCents: number | null;
  /** Receipts of payments in the period, and when each was completed. */
  readonly knownReceipts: ReadonlyMap<Receipt, number>;
}

export const NO_EXPECTATION: Expectation = {
  shortcode: null,
  fromMs: null,
  untilMs: null,
  openingCents: null,
  closingCents: null,
  knownReceipts: new Map(),
};

/** Opening balance, what moved, closing balance, and what does not add up. */
export interface Identity {
  readonly openingCents: number;
  readonly closingCents: number;
  /** Sides of sweeps that the file shows and that moved another account. */
  readonly elsewhereCents: number;
  /** Closing less opening less everything that moved: 0 where the file is whole. */
  readonly residualCents: number;
}

export interface Conclusion {
  readonly proofs: readonly Proof[];
  readonly sums: Sums;
  readonly identity: Identity | null;
  readonly unpairedCharges: readonly string[];
  /** Receipts whose rows were completed at times that do not belong together. */
  readonly receiptsAtTwoTimes: readonly string[];
}

/** Takes a statement row by row and says what is proven of it; it keeps no row. */
export class Prover {
  readonly #chains = new Map<string, BalanceChain>();
  readonly #receipts = new ReceiptsSeen();
  readonly #adder = new Adder();
  readonly #known: KnownReceipts;
  #outside: Failure | null = null;
  #foreign: Failure | null = null;
  #namesShortcode = false;
  #fromMs: number;
  #untilMs: number;

  constructor(
    private readonly expected: Expectation,
    private readonly head: () => StatementHead,
  ) {
    this.#known = new KnownReceipts(expected.knownReceipts);
    this.#fromMs = expected.fromMs ?? -Infinity;
    this.#untilMs = expected.untilMs ?? Infinity;
  }

  /** Called once the preamble is read, before the first row. */
  begin(): void {
    const { fromMs, untilMs } = this.head();
    this.#fromMs = Math.max(this.#fromMs, fromMs ?? -Infinity);
    this.#untilMs = Math.min(this.#untilMs, untilMs ?? Infinity);
  }

  add(row: StatementRow): void {
    this.#receipts.add(row);
    this.#adder.add(row);
    this.#known.add(row);
    let chain = this.#chains.get(row.account);
    if (!chain) {
      chain = new BalanceChain();
      this.#chains.set(row.account, chain);
    }
    chain.add(row);
    if (row.completedAtMs < this.#fromMs || row.completedAtMs > this.#untilMs) {
      this.#outside ??= this.#describeOutside(row);
    }
    if (row.shortcode !== null) this.#checkShortcode(row);
  }

  conclude(): Conclusion {
    const ends = [...this.#chains.values()].map((chain) => chain.conclude());
    const broken = ends.flatMap((end) => ('failure' in end ? end.failure : []))[0];
    const closed = broken
      ? null
      : this.#closed(ends.flatMap((end) => ('ends' in end ? [end.ends] : [])));
    return {
      proofs: [
        this.#continuity(broken),
        this.#end('opening_balance', closed?.openingCents ?? null),
        this.#end('closing_balance', closed?.closingCents ?? null),
        ...this.#totals(),
        this.#period(),
        this.#shortcode(),
        this.#receipts.firstDuplicate
          ? failed('duplicates', this.#receipts.firstDuplicate)
          : passed('duplicates'),
        ...this.#known.proofs(),
      ],
      sums: this.#adder.sums,
      identity: closed,
      unpairedCharges: this.#receipts.unpairedCharges(),
      receiptsAtTwoTimes: this.#receipts.atTwoTimes,
    };
  }

  #continuity(broken: Failure | undefined): Proof {
    if (broken) return failed('balance_continuity', broken);
    return this.#chains.size === 0
      ? notProvable('balance_continuity', 'the file has no rows')
      : passed('balance_continuity');
  }

  /** The ends of all accounts together, and what is left between them. */
  #closed(chains: readonly (readonly ChainEnds[])[]): Identity | null {
    const head = this.head();
    const printed = {
      openingCents: head.openingCents ?? this.expected.openingCents,
      closingCents: head.closingCents ?? this.expected.closingCents,
    };
    if (chains.length === 0) {
      const { openingCents, closingCents } = printed;
      if (openingCents === null || closingCents === null) return null;
      const residualCents = closingCents - openingCents;
      return { openingCents, closingCents, elsewhereCents: 0, residualCents };
    }
    const chosen = chains.flatMap((ends) => bestOf(ends, printed) ?? []);
    const sum = (of: (ends: ChainEnds) => number) =>
      chosen.reduce((cents, ends) => cents + of(ends), 0);
    const openingCents = sum((ends) => ends.openingCents);
    const closingCents = sum((ends) => ends.closingCents);
    const elsewhereCents = sum((ends) => ends.elsewhereCents);
    const { inCents, outCents } = total(this.#adder.sums);
    const movedCents = inCents - outCents - elsewhereCents;
    const residualCents = closingCents - openingCents - movedCents;
    return { openingCents, closingCents, elsewhereCents, residualCents };
  }

  /** An end of the chain against what the file prints and against what the caller knows. */
  #end(name: 'opening_balance' | 'closing_balance', foundCents: number | null): Proof {
    const key = name === 'opening_balance' ? 'openingCents' : 'closingCents';
    const expected = [this.head()[key], this.expected[key]].filter((cents) => cents !== null);
    if (expected.length === 0) {
      return notProvable(name, 'the file prints none and no earlier statement gives one');
    }
    if (foundCents === null && this.#chains.size > 0) {
      return notProvable(name, 'the running balance is broken');
    }
    const residual = this.#chains.size === 0 ? this.#emptyEnd(key) : foundCents;
    const wrong = expected.find((cents) => cents !== residual);
    if (wrong === undefined) return passed(name);
    const found = residual === null ? 'nothing to compare with' : writeCents(residual);
    return failed(name, { place: null, column: 'balance', expected: writeCents(wrong), found });
  }

  /** Without rows the balance stays as it was. */
  #emptyEnd(key: 'openingCents' | 'closingCents'): number | null {
    const other = key === 'openingCents' ? 'closingCents' : 'openingCents';
    const head = this.head();
    return head[other] ?? this.expected[other] ?? head[key] ?? this.expected[key];
  }

  #totals(): readonly Proof[] {
    const { inCents, outCents } = total(this.#adder.sums);
    const { paidInCents, withdrawnCents } = this.head();
    const totals: readonly (readonly [ProofName, string, number | null, number])[] = [
      ['total_paid_in', 'paidIn', paidInCents, inCents],
      ['total_withdrawn', 'withdrawn', withdrawnCents, outCents],
    ];
    return totals.map(([name, column, printed, found]) => {
      if (printed === null) return notProvable(name, 'the file prints no total');
      if (printed === found) return passed(name);
      const [expected, sum] = [writeCents(printed), writeCents(found)];
      return failed(name, { place: null, column, expected, found: sum });
    });
  }

  #period(): Proof {
    if (this.#outside) return failed('period', this.#outside);
    const isKnown = this.#fromMs !== -Infinity && this.#untilMs !== Infinity;
    if (isKnown) return passed('period');
    return notProvable('period', 'the file prints no period and the caller gave none');
  }

  #describeOutside(row: StatementRow): Failure {
    const [from, until] = [this.#fromMs, this.#untilMs].map((atMs) =>
      Number.isFinite(atMs) ? writeWallTime(atMs) : 'any time',
    );
    return {
      place: { sheet: row.sheet, rowNumber: row.rowNumber },
      column: 'completedAt',
      expected: `from ${from} until ${until}`,
      found: writeWallTime(row.completedAtMs),
    };
  }

  #checkShortcode(row: StatementRow): void {
    this.#namesShortcode = true;
    const { shortcode } = this.expected;
    if (shortcode === null || shortcode === row.shortcode) return;
    this.#foreign ??= {
      place: { sheet: row.sheet, rowNumber: row.rowNumber },
      column: 'shortcode',
      expected: shortcode,
      found: row.shortcode ?? '',
    };
  }

  #shortcode(): Proof {
    const { shortcode } = this.expected;
    const printed = this.head().shortcode;
    if (shortcode === null) return notProvable('shortcode', 'the caller named none');
    if (this.#foreign) return failed('shortcode', this.#foreign);
    if (printed !== null && printed !== shortcode) {
      const failure = { place: null, column: 'shortcode', expected: shortcode, found: printed };
      return failed('shortcode', failure);
    }
    return printed === null && !this.#namesShortcode
      ? notProvable('shortcode', 'the file names none')
      : passed('shortcode');
  }
}

/** Of the readings that the balances allow, the one that agrees with the printed ends. */
function bestOf(
  ends: readonly ChainEnds[],
  printed: { readonly openingCents: number | null; readonly closingCents: number | null },
): ChainEnds | undefined {
  const agrees = ({ openingCents, closingCents }: ChainEnds): boolean =>
    (printed.openingCents ?? openingCents) === openingCents &&
    (printed.closingCents ?? closingCents) === closingCents;
  return ends.find(agrees) ?? ends[0];
}

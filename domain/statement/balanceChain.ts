import { writeCents } from './cents';
import type { Failure } from './proof';
import { agreesWith, movementsOf } from './receiptGroup';
import type { StatementRow } from './row';

/** Far more readings than balances ever leave open; it bounds the work on a hostile file. */
const READINGS_MAX = 64;

type Direction = 'oldest_first' | 'newest_first';

/** One reading of the balances so far, from where it began to where it stands now. */
interface Reading {
  readonly beganCents: number;
  readonly nowCents: number;
  readonly elsewhereCents: number;
}

/** What a chain of balances says of its account. */
export interface ChainEnds {
  readonly openingCents: number;
  readonly closingCents: number;
  /** The sides of sweeps that stand in the file and moved another account. */
  readonly elsewhereCents: number;
}

/**
 * The running balance of one account, from receipt to receipt. Files run either way, so both ways
 * are followed until one breaks. A reading keeps every balance that the rows of the first receipt
 * allow; the receipts after it leave one.
 */
class DirectedChain {
  #readings: readonly Reading[] | null = null;
  failure: Failure | null = null;
  groups = 0;

  constructor(private readonly direction: Direction) {}

  add(group: readonly StatementRow[]): void {
    if (this.failure) return;
    const next =
      this.#readings === null ? this.#begin(group) : this.#continue(this.#readings, group);
    if (next.length === 0) {
      this.failure = this.#describe(group);
      return;
    }
    this.#readings = next;
    this.groups += 1;
  }

  /** The ends of every reading that is left. */
  ends(): readonly ChainEnds[] {
    return (this.#readings ?? []).map(({ beganCents, nowCents, elsewhereCents }) =>
      this.direction === 'oldest_first'
        ? { openingCents: beganCents, closingCents: nowCents, elsewhereCents }
        : { openingCents: nowCents, closingCents: beganCents, elsewhereCents },
    );
  }

  #begin(group: readonly StatementRow[]): Reading[] {
    const printed = new Set(group.flatMap(({ balanceCents }) => balanceCents ?? []));
    return movementsOf(group).flatMap((movement) =>
      [...printed]
        .filter((afterCents) => agreesWith(movement, afterCents))
        .map((afterCents) => {
          const beforeCents = afterCents - movement.netCents;
          const { elsewhereCents } = movement;
          return this.direction === 'oldest_first'
            ? { beganCents: beforeCents, nowCents: afterCents, elsewhereCents }
            : { beganCents: afterCents, nowCents: beforeCents, elsewhereCents };
        }),
    );
  }

  #continue(readings: readonly Reading[], group: readonly StatementRow[]): readonly Reading[] {
    const [only] = group;
    if (only && group.length === 1 && readings.length === 1) return this.#step(readings, only);
    const next = movementsOf(group).flatMap((movement) =>
      readings.flatMap((reading) => {
        const sign = this.direction === 'oldest_first' ? 1 : -1;
        const nowCents = reading.nowCents + sign * movement.netCents;
        const afterCents = sign === 1 ? nowCents : reading.nowCents;
        if (!agreesWith(movement, afterCents)) return [];
        const elsewhereCents = reading.elsewhereCents + movement.elsewhereCents;
        return [{ beganCents: reading.beganCents, nowCents, elsewhereCents }];
      }),
    );
    return next.slice(0, READINGS_MAX);
  }

  /** The same for the common case, one row and one reading, without making lists. */
  #step(readings: readonly Reading[], row: StatementRow): readonly Reading[] {
    const [reading] = readings;
    if (!reading) return [];
    const isForward = this.direction === 'oldest_first';
    const nowCents = reading.nowCents + (isForward ? 1 : -1) * row.amountCents;
    const afterCents = isForward ? nowCents : reading.nowCents;
    if (row.balanceCents !== null && row.balanceCents !== afterCents) return [];
    return [{ ...reading, nowCents }];
  }

  #describe(group: readonly StatementRow[]): Failure {
    const [row] = group;
    const [reading] = this.#readings ?? [];
    const printed = group.map(({ balanceCents }) =>
      balanceCents === null ? 'none' : writeCents(balanceCents),
    );
    const [movement] = movementsOf(group);
    const moved = this.direction === 'oldest_first' ? (movement?.netCents ?? 0) : 0;
    return {
      place: row ? { sheet: row.sheet, rowNumber: row.rowNumber } : null,
      column: 'balance',
      expected: reading ? writeCents(reading.nowCents + moved) : 'balances that follow each other',
      found: printed.join(' and '),
    };
  }
}

/** Follows the balance of one account through its receipts, in both directions at once. */
export class BalanceChain {
  readonly #forward = new DirectedChain('oldest_first');
  readonly #backward = new DirectedChain('newest_first');
  #group: StatementRow[] = [];
  #receipt = '';
  #lastAtMs: number | null = null;
  #laterSteps = 0;
  hasBalances = false;

  add(row: StatementRow): void {
    if (row.receipt !== this.#receipt) this.#close();
    this.#receipt = row.receipt;
    this.#group.push(row);
    this.hasBalances ||= row.balanceCents !== null;
  }

  #close(): void {
    const [first] = this.#group;
    if (!first) return;
    this.#laterSteps += Math.sign(first.completedAtMs - (this.#lastAtMs ?? first.completedAtMs));
    this.#lastAtMs = first.completedAtMs;
    this.#forward.add(this.#group);
    this.#backward.add(this.#group);
    this.#group = [];
  }

  /** The ends that the balances allow, or where the chain broke. */
  conclude(): { readonly ends: readonly ChainEnds[] } | { readonly failure: Failure } {
    this.#close();
    const byTime = this.#laterSteps < 0 ? this.#backward : this.#forward;
    const other = this.#laterSteps < 0 ? this.#forward : this.#backward;
    if (!byTime.failure) return { ends: byTime.ends() };
    // Rows of one second may stand either way; times that say nothing leave it to the balances.
    if (!other.failure && this.#laterSteps === 0) return { ends: other.ends() };
    const further = this.#laterSteps === 0 && other.groups > byTime.groups ? other : byTime;
    return { failure: further.failure ?? byTime.failure };
  }
}

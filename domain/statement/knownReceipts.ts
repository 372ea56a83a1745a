import type { Receipt } from '../values/receipt';
import { failed, notProvable, passed, type Proof } from './proof';
import type { StatementRow } from './row';
import { writeWallTime } from './wallTime';

/** Two minutes: no clock of Safaricom's is that wrong, and every wrong zone is further off. */
const CLOCK_DIFFERENCE_MAX_MS = 120_000;

/** So many payments of ours in a period, none of them in the file: it is not our file. */
const FOREIGN_RECEIPTS_MIN = 3;

/** Compares the rows with receipts of which we know the time. */
export class KnownReceipts {
  readonly #differencesMs: number[] = [];
  #shared: StatementRow | null = null;

  constructor(private readonly knownAtMs: ReadonlyMap<Receipt, number>) {}

  add(row: StatementRow): void {
    if (row.kind !== 'payment') return;
    const atMs = this.knownAtMs.get(row.receipt);
    if (atMs === undefined) return;
    this.#shared ??= row;
    this.#differencesMs.push(row.completedAtMs - atMs);
  }

  proofs(): readonly Proof[] {
    return [this.#clock(), this.#isOurs()];
  }

  #clock(): Proof {
    const ordered = this.#differencesMs.sort((a, b) => a - b);
    const medianMs = ordered[Math.floor((ordered.length - 1) / 2)];
    if (medianMs === undefined || !this.#shared) {
      return notProvable('clock', 'no row has a receipt whose time is known');
    }
    if (Math.abs(medianMs) <= CLOCK_DIFFERENCE_MAX_MS) return passed('clock');
    const { receipt, completedAtMs } = this.#shared;
    return failed('clock', {
      place: { sheet: this.#shared.sheet, rowNumber: this.#shared.rowNumber },
      column: 'completedAt',
      expected: `${receipt} at ${writeWallTime(this.knownAtMs.get(receipt) ?? 0)}`,
      found: `${writeWallTime(completedAtMs)}; ${medianMs / 1000} s off in the median`,
    });
  }

  #isOurs(): Proof {
    if (this.#shared) return passed('known_receipts');
    if (this.knownAtMs.size < FOREIGN_RECEIPTS_MIN) {
      return notProvable('known_receipts', 'too few receipts of the period are known');
    }
    return failed('known_receipts', {
      place: null,
      column: 'receipt',
      expected: `some of ${this.knownAtMs.size} known receipts`,
      found: 'none of them',
    });
  }
}

import type { Settings } from '../settings';
import type { Fault } from './faultSchema';
import type { Facts, Operation } from './operations';
import { tableRows, type TableRow } from './tableRows';

const phonePrefix = '2541100009';
const amountBase = 9_900;

/** The tables of the README: a phone or an amount that picks a behaviour or a fault by itself. */
export class PublishedTables {
  /** Rows that strike every other time, and for whom they struck last. */
  private readonly struck = new Set<string>();

  constructor(private readonly settings: () => Settings) {}

  /** The rows that a phone and an amount pick; most pick none. */
  rows(facts: Facts): TableRow[] {
    return this.numbers(facts).flatMap((number) => tableRows[number] ?? []);
  }

  /** The faults of those rows for an operation; `accepts` says which can strike at this point. */
  faults(operation: Operation, facts: Facts, accepts: (fault: Fault) => boolean): Fault[] {
    return this.numbers(facts).flatMap((number) => {
      const row = tableRows[number];
      const faults = (row?.faults ?? [])
        .filter((entry) => entry.operation === operation && accepts(entry.fault))
        .map((entry) => entry.fault);
      if (faults.length === 0 || row?.everyOther !== true) return faults;
      return this.itsTurn(`${number}:${facts.msisdn ?? ''}`) ? faults : [];
    });
  }

  clear(): void {
    this.struck.clear();
  }

  private itsTurn(key: string): boolean {
    if (this.struck.delete(key)) return false;
    this.struck.add(key);
    return true;
  }

  private numbers(facts: Facts): number[] {
    const { phoneTable, amountTable } = this.settings();
    const numbers = new Set<number>();
    if (phoneTable && facts.msisdn?.startsWith(phonePrefix) === true) {
      numbers.add(Number(facts.msisdn.slice(phonePrefix.length)));
    }
    if (amountTable && facts.amountKes !== undefined) numbers.add(facts.amountKes - amountBase);
    return [...numbers];
  }
}

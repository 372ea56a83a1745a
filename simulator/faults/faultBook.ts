import type {
  AnswerFault,
  DeliveryFault,
  Fault,
  OutcomeFault,
  RefusalFault,
  TransportFault,
} from './faultSchema';
import { defaultOperation } from './faultOperations';
import type { FaultRule } from './faultRule';
import type { Facts, Operation } from './operations';
import type { PublishedTables } from './publishedTables';

/** Where in the life of a request a fault strikes. */
interface FaultsByStage {
  /** Before anything is processed. */
  readonly before: RefusalFault | TransportFault;
  /** After the request was processed, on its answer. */
  readonly after: TransportFault;
  readonly outcome: OutcomeFault;
  readonly delivery: DeliveryFault;
  readonly answer: AnswerFault;
}

type Stage = keyof FaultsByStage;

/** A rule in force and how often it struck. */
export interface ActiveRule extends FaultRule {
  readonly id: number;
  readonly operation: Operation;
  applied: number;
}

interface Wanted<S extends Stage> {
  readonly stage: S;
  readonly accepts: (fault: FaultsByStage[S]) => boolean;
  readonly most: number;
}

type Listener = (fault: Fault, operation: Operation, facts: Facts) => void;

/** The faults that are to strike: rules of the control API first, then the published tables. */
export class FaultBook {
  private rules: ActiveRule[] = [];
  private lastId = 0;

  constructor(
    private readonly tables: PublishedTables,
    private readonly onApplied: Listener,
  ) {}

  add(rule: FaultRule): ActiveRule {
    this.lastId += 1;
    const operation = rule.match.operation ?? defaultOperation(rule.fault);
    const active: ActiveRule = { ...rule, id: this.lastId, operation, applied: 0 };
    this.rules.push(active);
    return active;
  }

  all(): readonly ActiveRule[] {
    return this.rules;
  }

  delete(id: number): boolean {
    const before = this.rules.length;
    this.rules = this.rules.filter((rule) => rule.id !== id);
    return this.rules.length < before;
  }

  clear(): void {
    this.rules = [];
    this.tables.clear();
  }

  /** The first fault that strikes at a stage, counted as applied. */
  claimOne<S extends Stage>(
    stage: S,
    operation: Operation,
    facts: Facts,
    accepts: (fault: FaultsByStage[S]) => boolean = () => true,
  ): FaultsByStage[S] | undefined {
    return this.claim({ stage, accepts, most: 1 }, operation, facts)[0];
  }

  /** Every fault that strikes at a stage, at most one of a kind. */
  claimAll<S extends Stage>(
    stage: S,
    operation: Operation,
    facts: Facts,
    accepts: (fault: FaultsByStage[S]) => boolean = () => true,
  ): FaultsByStage[S][] {
    const most = Number.POSITIVE_INFINITY;
    return this.claim({ stage, accepts, most }, operation, facts);
  }

  private claim<S extends Stage>(
    wanted: Wanted<S>,
    operation: Operation,
    facts: Facts,
  ): FaultsByStage[S][] {
    const { stage, accepts, most } = wanted;
    const claimed: FaultsByStage[S][] = [];
    const canStrike = (fault: Fault): fault is Fault & FaultsByStage[S] =>
      strikesAt(fault, stage) &&
      accepts(fault) &&
      claimed.length < most &&
      !claimed.some((other) => other.kind === fault.kind);
    const strike = (fault: Fault, rule?: ActiveRule): void => {
      if (!canStrike(fault)) return;
      claimed.push(fault);
      if (rule !== undefined) rule.applied += 1;
      this.onApplied(fault, operation, facts);
    };
    for (const rule of this.rules) if (matches(rule, operation, facts)) strike(rule.fault, rule);
    for (const fault of this.tables.faults(operation, facts, canStrike)) strike(fault);
    return claimed;
  }
}

function matches(rule: ActiveRule, operation: Operation, facts: Facts): boolean {
  if (rule.operation !== operation) return false;
  if (rule.times !== undefined && rule.applied >= rule.times) return false;
  const { msisdn, amountKes, shortcode } = rule.match;
  if (msisdn !== undefined && msisdn !== facts.msisdn) return false;
  if (amountKes !== undefined && amountKes !== facts.amountKes) return false;
  return shortcode === undefined || shortcode === facts.shortcode;
}

function strikesAt<S extends Stage>(fault: Fault, stage: S): fault is Fault & FaultsByStage[S] {
  return stageOf(fault) === stage;
}

function stageOf(fault: Fault): Stage {
  if (fault.kind.startsWith('callback_')) return 'delivery';
  if (fault.kind.startsWith('query_')) return 'answer';
  if (fault.kind === 'result_code' || fault.kind === 'receipt_clash') return 'outcome';
  return 'processed' in fault && fault.processed ? 'after' : 'before';
}

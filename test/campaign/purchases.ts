import { SeededRandom } from '../../simulator/seededRandom';

/** What a customer, a phone or Safaricom does to one payment, as the simulator is told. */
interface Fate {
  readonly name: string;
  /** How many of a hundred purchases go this way. */
  readonly share: number;
  readonly pays: boolean;
  readonly behaviour?: string;
  readonly fault?: Readonly<Record<string, unknown>>;
  readonly times?: number;
  /**
   * The program without which nobody could learn the outcome. A push of which both the answer and
   * the callback are lost is `unresolved` until a statement shows it, and rightly so.
   */
  readonly needs?: Killable;
}

/** A program of the product that the campaign kills. */
export type Killable = 'api' | 'worker';

const FATES: readonly Fate[] = [
  { name: 'pays', share: 36, pays: true },
  { name: 'cancels', share: 10, pays: false, behaviour: 'cancel' },
  { name: 'enters a wrong PIN', share: 4, pays: false, behaviour: 'wrong_pin' },
  { name: 'has too little money', share: 4, pays: false, behaviour: 'insufficient_funds' },
  { name: 'never answers', share: 8, pays: false, behaviour: 'ignore' },
  { name: 'cannot be reached', share: 4, pays: false, behaviour: 'unreachable' },
  {
    ...{ name: 'pays, callback lost', share: 10, pays: true, needs: 'worker' },
    fault: { kind: 'callback_lost' },
  },
  {
    ...{ name: 'cancels, callback lost', share: 4, pays: false, behaviour: 'cancel' },
    ...{ needs: 'worker', fault: { kind: 'callback_lost' } },
  },
  { name: 'pays, callback doubled', share: 8, pays: true, fault: { kind: 'callback_doubled' } },
  {
    ...{ name: 'pays, callback late', share: 4, pays: true },
    fault: { kind: 'callback_late', delayMs: 6_000 },
  },
  {
    ...{ name: 'pays, answer to the push lost', share: 4, pays: true, needs: 'api' },
    fault: { kind: 'connection_reset' },
  },
  {
    ...{ name: 'pays, first push throttled', share: 4, pays: true, times: 1 },
    fault: { kind: 'spike_arrest' },
  },
];

/** One purchase of the campaign: what is asked for, of whom, and what becomes of it. */
export interface Purchase {
  readonly idempotencyKey: string;
  readonly amountKes: number;
  readonly phone: string;
  readonly reference: string;
  readonly fate: Fate;
  /** How long the customer looks at the prompt. */
  readonly delayMs: number;
  /** A merchant's server that dies after its first call, and never repeats it. */
  readonly givesUp: boolean;
}

/** Draws purchases: the same seed gives the same ones, in whatever phase they are asked for. */
export class Purchases {
  readonly #random: SeededRandom;
  readonly #drawn: Purchase[] = [];

  constructor(private readonly seed: number) {
    this.#random = new SeededRandom(seed);
  }

  get all(): readonly Purchase[] {
    return this.#drawn;
  }

  /** The next ones, none of which needs a program that is about to be killed. */
  draw(count: number, killed: readonly Killable[] = []): Purchase[] {
    const able = FATES.filter(({ needs }) => needs === undefined || !killed.includes(needs));
    const drawn = Array.from({ length: count }, (_, index) =>
      this.#purchase(this.#drawn.length + index, able),
    );
    this.#drawn.push(...drawn);
    return drawn;
  }

  #purchase(index: number, able: readonly Fate[]): Purchase {
    const fate = this.#fate(index, able);
    return {
      idempotencyKey: `campaign-${this.seed}-${index}`,
      amountKes: 10 + this.#below(`amount-${index}`, 2_000),
      phone: `25470000${String(index).padStart(4, '0')}`,
      reference: `C-${index}`,
      fate,
      delayMs: 100 + this.#below(`delay-${index}`, 2_500),
      // One that was given up is pushed at any time, perhaps as a program is killed.
      givesUp: fate.needs === undefined && this.#below(`gives-up-${index}`, 100) < 15,
    };
  }

  #fate(index: number, able: readonly Fate[]): Fate {
    const shares = able.reduce((sum, { share }) => sum + share, 0);
    let left = this.#below(`fate-${index}`, shares);
    const fate = able.find(({ share }) => (left -= share) < 0);
    if (fate === undefined) throw new Error('No fate was drawn.');
    return fate;
  }

  #below(key: string, limit: number): number {
    return Number(this.#random.digits(key, 9)) % limit;
  }
}

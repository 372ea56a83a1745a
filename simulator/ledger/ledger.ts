import { BoundedMap } from '../boundedMap';

/** Why money moved. */
export type MovementKind = 'stk' | 'c2b' | 'b2c' | 'b2b' | 'tax' | 'reversal' | 'sweep';

/** One movement of money, seen from the organisation whose account changes. */
export interface Movement {
  readonly sequence: number;
  readonly kind: MovementKind;
  readonly receipt: string;
  readonly direction: 'in' | 'out';
  readonly amountKes: number;
  /** What the organisation pays for it, in cents. */
  readonly chargeCents: number;
  /** The account it changes; main is utility for a paybill and merchant for a till. */
  readonly account: 'main' | 'working';
  /** The organisation: for Buy Goods the store number. */
  readonly shortcode: string;
  /** The till of a Buy Goods payment, the other organisation of a B2B payment. */
  readonly partyB?: string;
  readonly msisdn?: string;
  readonly payerName?: string;
  readonly accountReference?: string;
  readonly checkoutRequestId?: string;
  /** The ids of the request that caused it, by which Transaction Status finds it. */
  readonly originatorConversationId?: string;
  readonly conversationId?: string;
  readonly originalReceipt?: string;
  readonly initiatedAtMs: number;
  readonly completedAtMs: number;
  /** That account after the amount, before the charge, in cents. */
  readonly balanceCents: number;
  reversedBy?: string;
}

export type NewMovement = Omit<Movement, 'sequence' | 'reversedBy'>;

const keptMax = 200_000;

/** Every movement of money, newest last; the latest 200,000 are kept. */
export class Ledger {
  private readonly movements = new BoundedMap<number, Movement>(keptMax);
  private readonly byReceipt = new BoundedMap<string, Movement>(keptMax);
  private readonly byConversation = new BoundedMap<string, Movement>(keptMax);
  private readonly reserved = new BoundedMap<string, true>(keptMax);
  private last = 0;
  private newest: Movement | undefined;

  /** Records a movement. The first movement of a receipt is the one the receipt finds. */
  append(movement: NewMovement): Movement {
    this.last += 1;
    const recorded: Movement = { ...movement, sequence: this.last };
    this.movements.set(recorded.sequence, recorded);
    if (!this.byReceipt.has(recorded.receipt)) this.byReceipt.set(recorded.receipt, recorded);
    for (const id of [recorded.originatorConversationId, recorded.conversationId]) {
      if (id !== undefined) this.byConversation.set(id, recorded);
    }
    if (recorded.kind === 'stk' || recorded.kind === 'c2b') this.newest = recorded;
    return recorded;
  }

  /** The payment of a customer that came last. */
  newestPayment(): Movement | undefined {
    return this.newest;
  }

  findByReceipt(receipt: string): Movement | undefined {
    return this.byReceipt.get(receipt.toUpperCase());
  }

  findByConversation(id: string): Movement | undefined {
    return this.byConversation.get(id);
  }

  /** Keeps a receipt for a payment that was announced and has not happened yet. */
  reserve(receipt: string): void {
    this.reserved.set(receipt, true);
  }

  /** Whether a receipt is in use; one that was announced is not given to another payment. */
  has(receipt: string): boolean {
    return this.byReceipt.has(receipt) || this.reserved.has(receipt);
  }

  /** Movements that satisfy a condition, oldest first. */
  filter(accepts: (movement: Movement) => boolean): Movement[] {
    const found: Movement[] = [];
    for (const movement of this.movements.values()) if (accepts(movement)) found.push(movement);
    return found;
  }

  clear(): void {
    this.movements.clear();
    this.byReceipt.clear();
    this.byConversation.clear();
    this.reserved.clear();
    this.newest = undefined;
  }
}

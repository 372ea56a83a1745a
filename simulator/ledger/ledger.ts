import { BoundedMap } from '../boundedMap';

/** Why money moved. */
export type MovementKind =
  'stk' | 'c2b' | 'b2c' | 'b2b' | 'tax' | 'reversal' | 'sweep' | 'overdraft_repayment';

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
  // Lists, because a payment between organisations is one movement of each under the same names.
  private readonly byReceipt = new BoundedMap<string, Movement[]>(keptMax);
  private readonly byConversation = new BoundedMap<string, Movement[]>(keptMax);
  private readonly reserved = new BoundedMap<string, true>(keptMax);
  private last = 0;
  private newest: Movement | undefined;

  /** Records a movement. An organisation's first movement of a receipt is the one it finds. */
  append(movement: NewMovement): Movement {
    this.last += 1;
    const recorded: Movement = { ...movement, sequence: this.last };
    this.movements.set(recorded.sequence, recorded);
    file(this.byReceipt, recorded.receipt, recorded);
    for (const id of [recorded.originatorConversationId, recorded.conversationId]) {
      if (id !== undefined) file(this.byConversation, id, recorded);
    }
    if (recorded.kind === 'stk' || recorded.kind === 'c2b') this.newest = recorded;
    return recorded;
  }

  /** The payment of a customer that came last. */
  newestPayment(): Movement | undefined {
    return this.newest;
  }

  /** The first movement of a receipt, of any organisation. */
  findByReceipt(receipt: string): Movement | undefined {
    return this.byReceipt.get(receipt.toUpperCase())?.[0];
  }

  /** The movement of one of these shortcodes that bears a receipt. */
  findReceiptOf(shortcodes: readonly string[], receipt: string): Movement | undefined {
    return firstOf(shortcodes, this.byReceipt.get(receipt.toUpperCase()));
  }

  /** The movement of one of these shortcodes that a request caused. */
  findConversationOf(shortcodes: readonly string[], id: string): Movement | undefined {
    return firstOf(shortcodes, this.byConversation.get(id));
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

/** Files a movement under a name, once for each organisation. */
function file(index: BoundedMap<string, Movement[]>, name: string, movement: Movement): void {
  const filed = index.get(name);
  if (filed === undefined) index.set(name, [movement]);
  else if (firstOf([movement.shortcode], filed) === undefined) filed.push(movement);
}

function firstOf(shortcodes: readonly string[], filed: readonly Movement[] = []) {
  return filed.find(({ shortcode }) => shortcodes.includes(shortcode));
}

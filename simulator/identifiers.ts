import { compactDate, compactTime, eastAfricaFields } from './eastAfricaTime';
import type { SeededRandom } from './seededRandom';

/**
 * Makes the identifiers of Daraja. Counters are never reset, and each identifier that must stay
 * unique when the simulator starts again with the same seed carries the clock beside its seeded
 * part.
 */
export class Identifiers {
  private readonly counters = new Map<string, number>();

  constructor(private readonly random: SeededRandom) {}

  /** 1, 2, 3, … for each name. */
  next(name: string): number {
    const value = (this.counters.get(name) ?? 0) + 1;
    this.counters.set(name, value);
    return value;
  }

  /**
   * `xxxx-4xxx-xxxx-<hex>`, the shape of a MerchantRequestID, an OriginatorConversationID and
   * the requestId of an error (Daraja: M-PESA Express). Each purpose counts by itself, so that
   * the number of queries does not change the ids of later payments.
   */
  requestId(nowMs: number, purpose: 'request' | 'merchant' | 'originator' = 'request'): string {
    const sequence = this.next(purpose);
    const hex = this.random.hex(`${purpose}:${sequence}`, 11);
    const clock = nowMs.toString(16);
    return `${hex.slice(0, 4)}-4${hex.slice(4, 7)}-${hex.slice(7, 11)}-${clock}${sequence}`;
  }

  /**
   * `ws_CO_` + day, month, year, time in East Africa Time + three sub-second digits + the last
   * nine digits of the number (Daraja: M-PESA Express). `taken` says whether an id is in use.
   */
  checkoutRequestId(msisdn: string, nowMs: number, taken: (id: string) => boolean): string {
    for (let atMs = nowMs; ; atMs += 1) {
      const time = compactTime(atMs);
      const day = `${time.slice(6, 8)}${time.slice(4, 6)}${time.slice(0, 4)}`;
      const fraction = String(eastAfricaFields(atMs).millisecond).padStart(3, '0');
      const id = `ws_CO_${day}${time.slice(8)}${fraction}${msisdn.slice(-9)}`;
      if (!taken(id)) return id;
    }
  }

  /** `AG_YYYYMMDD_<20 hex digits>` (Daraja: Transaction Status). */
  conversationId(nowMs: number): string {
    const clock = (nowMs % 86_400_000).toString(16).padStart(7, '0');
    const tail = this.random.hex(`conversation:${this.next('conversation')}`, 9);
    return `AG_${compactDate(nowMs)}_0000${clock}${tail}`;
  }
}

import { z } from 'zod';
import { BoundedMap } from '../boundedMap';
import { isoDate } from '../eastAfricaTime';

export const behaviours = [
  'approve',
  'cancel',
  'wrong_pin',
  'insufficient_funds',
  'ignore',
  'unreachable',
  'manual',
  'pin_locked',
  'approve_after_timeout',
] as const;

/** What the person who holds a phone does when a prompt appears. */
export type Behaviour = (typeof behaviours)[number];

/** What POST /control/phones/:msisdn takes; what is left out stays as it is. */
export const phoneChangeSchema = z.strictObject({
  behaviour: z.enum(behaviours).optional(),
  delayMs: z.int().min(0).max(3_600_000).optional(),
  balanceKes: z.int().min(0).optional(),
});

export type PhoneChange = z.infer<typeof phoneChangeSchema>;

/** A subscriber. Behaviour and delay are absent until someone sets them. */
export interface Phone {
  readonly msisdn: string;
  behaviour?: Behaviour;
  delayMs?: number;
  balanceKes: number;
  /** What it spent today, for the daily limit. */
  spentKes: number;
  spentOn: string;
}

const phonesMax = 200_000;

const firstNames = ['JANE', 'JOHN', 'MARY', 'PETER', 'GRACE', 'BRIAN', 'FAITH', 'KEVIN'] as const;

/** Every number is a subscriber with money; only numbers that were used take up memory. */
export class Phones {
  private readonly phones = new BoundedMap<string, Phone>(phonesMax);

  constructor(private readonly openingBalanceKes: () => number) {}

  find(msisdn: string): Phone {
    const known = this.phones.get(msisdn);
    if (known !== undefined) return known;
    const balanceKes = this.openingBalanceKes();
    const phone: Phone = { msisdn, balanceKes, spentKes: 0, spentOn: '' };
    this.phones.set(msisdn, phone);
    return phone;
  }

  change(msisdn: string, change: PhoneChange): Phone {
    const phone = this.find(msisdn);
    if (change.behaviour !== undefined) phone.behaviour = change.behaviour;
    if (change.delayMs !== undefined) phone.delayMs = change.delayMs;
    if (change.balanceKes !== undefined) phone.balanceKes = change.balanceKes;
    return phone;
  }

  /** Takes money from a phone and counts it towards what it spent on that day. */
  spend(msisdn: string, amountKes: number, atMs: number): void {
    const phone = this.find(msisdn);
    const today = isoDate(atMs);
    phone.spentKes = (phone.spentOn === today ? phone.spentKes : 0) + amountKes;
    phone.spentOn = today;
    phone.balanceKes -= amountKes;
  }

  spentTodayKes(msisdn: string, atMs: number): number {
    const phone = this.find(msisdn);
    return phone.spentOn === isoDate(atMs) ? phone.spentKes : 0;
  }

  clear(): void {
    this.phones.clear();
  }
}

/** The subscriber's made-up first name; C2B confirmations and statements print one. */
export function firstNameOf(msisdn: string): string {
  return firstNames[Number(msisdn.slice(-2)) % firstNames.length] ?? firstNames[0];
}

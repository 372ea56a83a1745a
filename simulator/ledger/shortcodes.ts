import { z } from 'zod';

const digits = z.string().regex(/^\d{5,7}$/, 'must be 5 to 7 digits');

/** What POST /control/shortcodes takes. */
export const newShortcodeSchema = z
  .strictObject({
    shortcode: digits,
    kind: z.enum(['paybill', 'store']).default('paybill'),
    /** The number customers pay to; a store must have one. */
    till: digits.optional(),
    name: z.string().min(1).max(60).optional(),
    passkey: z.string().min(1),
    initiator: z.string().min(1).default('testapi'),
    initiatorPassword: z.string().min(1).default('Simulator#2026'),
    openingBalanceKes: z.int().min(0).default(1_000_000),
    /** Another app whose OAuth tokens are accepted from now on. */
    consumerKey: z.string().min(1).optional(),
    consumerSecret: z.string().min(1).optional(),
  })
  .refine((given) => given.kind === 'paybill' || given.till !== undefined, {
    path: ['till'],
    message: 'a store needs the till its customers pay to',
  })
  .refine((given) => (given.consumerKey === undefined) === (given.consumerSecret === undefined), {
    path: ['consumerSecret'],
    message: 'consumerKey and consumerSecret go together',
  });

export type NewShortcode = z.infer<typeof newShortcodeSchema>;

/** The addresses a shortcode registered for C2B. */
export interface C2bAddresses {
  readonly version: 'v1' | 'v2';
  readonly responseType: 'Completed' | 'Cancelled';
  readonly confirmationUrl: string;
  readonly validationUrl: string;
}

/** An organisation with its accounts, in cents. */
export interface Organisation {
  readonly shortcode: string;
  readonly kind: 'paybill' | 'store';
  readonly till?: string;
  readonly name: string;
  readonly passkey: string;
  readonly initiator: string;
  readonly initiatorPassword: string;
  /** Paybill money lies in the utility account, till money in the merchant account. */
  mainCents: number;
  workingCents: number;
  settlementCents: number;
  failedLogins: number;
  c2b?: C2bAddresses;
  pullRegistered: boolean;
}

/** The passkey of the public sandbox (Daraja: M-PESA Express, test credentials). */
const sandboxPasskey = 'bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919';

const defaults: readonly z.input<typeof newShortcodeSchema>[] = [
  { shortcode: '174379', passkey: sandboxPasskey, name: 'Daraja Sandbox' },
  { shortcode: '600984', passkey: 'simulator-passkey-600984', name: 'Example Traders Ltd' },
  {
    shortcode: '7654320',
    kind: 'store',
    till: '7654321',
    passkey: 'simulator-passkey-7654320',
    name: 'Example Duka',
  },
];

/** The organisations that exist. */
export class Shortcodes {
  private readonly organisations = new Map<string, Organisation>();

  constructor() {
    this.reset();
  }

  /**
   * Adds an organisation, or replaces the one with the same shortcode, which keeps its money: its
   * movements are in the ledger, and statements must add up.
   */
  add(given: NewShortcode): Organisation {
    const openingCents = given.openingBalanceKes * 100;
    const known = this.organisations.get(given.shortcode);
    const organisation: Organisation = {
      shortcode: given.shortcode,
      kind: given.kind,
      ...(given.till === undefined ? {} : { till: given.till }),
      name: given.name ?? `Organisation ${given.shortcode}`,
      passkey: given.passkey,
      initiator: given.initiator,
      initiatorPassword: given.initiatorPassword,
      mainCents: known?.mainCents ?? openingCents,
      workingCents: known?.workingCents ?? openingCents,
      settlementCents: known?.settlementCents ?? 0,
      failedLogins: 0,
      pullRegistered: false,
    };
    this.organisations.set(given.shortcode, organisation);
    return organisation;
  }

  find(shortcode: string): Organisation | undefined {
    return this.organisations.get(shortcode);
  }

  /** The organisation a customer pays when the number typed in is a paybill or a till. */
  findPayee(number: string): Organisation | undefined {
    const direct = this.organisations.get(number);
    if (direct !== undefined) return direct;
    return this.all().find((organisation) => organisation.till === number);
  }

  all(): Organisation[] {
    return [...this.organisations.values()];
  }

  reset(): void {
    this.organisations.clear();
    for (const given of defaults) this.add(newShortcodeSchema.parse(given));
  }
}

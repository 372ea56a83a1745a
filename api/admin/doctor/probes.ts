import type { Shortcode } from '../../../store/merchants/shortcodes';

/** Whether an address took a connection. */
export type Reached =
  | { readonly kind: 'reached'; readonly certificateEndsAt: Date | null }
  | { readonly kind: 'unreached'; readonly reason: string };

/** What the doctor looks with besides store and engine; `wiring/doctor.ts` has the real ones. */
export interface DoctorProbes {
  readonly settings: {
    readonly environment: 'local' | 'sandbox' | 'production';
    readonly logLevel: string;
    readonly callbackBaseUrl: string;
    /** The first one seals. */
    readonly encryptionKeyIds: readonly string[];
  };
  /** Asks Safaricom for a token of a shortcode; nobody is prompted. */
  readonly tokenOf: (
    shortcode: Shortcode,
  ) => Promise<{ readonly proven: boolean; readonly detail: string }>;
  readonly reachOurs: (address: string) => Promise<Reached>;
  /** As deliveries reach it: past no guard against private addresses. */
  readonly reachMerchants: (address: string) => Promise<Reached>;
}

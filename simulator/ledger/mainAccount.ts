import type { Organisation } from './shortcodes';

/** The account customers' money arrives in: a till's has another name (Daraja: Account Types). */
export function mainAccount({ kind }: Organisation): 'Merchant Account' | 'Utility Account' {
  return kind === 'store' ? 'Merchant Account' : 'Utility Account';
}

import { randomBytes } from 'node:crypto';
import type { LateSuccessPolicy } from '../../domain/merchant/lateSuccess';
import type { MerchantId } from '../../domain/values/ids';
import { Secret } from '../../domain/values/secret';
import { parseShortcode, type ShortcodeNumber } from '../../domain/values/shortcode';
import { newId } from '../../crypto/newId';
import type { Store } from '../../store/store';
import type { Shortcode } from '../../store/merchants/shortcodes';

export interface TestMerchant {
  readonly merchantId: MerchantId;
  readonly apiKey: string;
  readonly webhookSecret: string;
}

interface MerchantOptions {
  readonly shortcode: string;
  readonly webhookUrl: string | null;
  readonly corroborateAboveKes?: number;
  readonly reviewAboveKes?: number | null;
  readonly lateSuccess?: LateSuccessPolicy;
}

/** A merchant with a key and an endpoint; its shortcode is saved apart. */
export async function addMerchant(store: Store, options: MerchantOptions): Promise<TestMerchant> {
  const merchantId = newId('merchant');
  const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
  await store.merchants.save({
    merchantId,
    name: 'Test Duka',
    defaultShortcode: options.shortcode,
    corroborateAboveKes: options.corroborateAboveKes ?? 0,
    reviewAboveKes: options.reviewAboveKes ?? null,
    lateSuccess: options.lateSuccess ?? 'accept',
    webhook:
      options.webhookUrl === null
        ? null
        : { url: options.webhookUrl, secret: new Secret(webhookSecret) },
  });
  const apiKey = (await store.merchants.createApiKey(merchantId, 'test')).expose();
  return { merchantId, apiKey, webhookSecret };
}

/** What Safaricom publishes for its sandbox. */
const SANDBOX_PASSKEY = 'bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919';

/** The sandbox's shortcode at a given Daraja. */
export function sandboxShortcode(
  merchantId: MerchantId,
  baseUrl: string,
  initiator: Shortcode['initiator'] = null,
): Shortcode {
  const shortcode = parseShortcode('174379') as ShortcodeNumber;
  return {
    shortcode,
    merchantId,
    baseUrl,
    transactionType: 'CustomerPayBillOnline',
    partyB: shortcode,
    consumerKey: new Secret('simulator-consumer-key'),
    consumerSecret: new Secret('simulator-consumer-secret'),
    passkey: new Secret(SANDBOX_PASSKEY),
    initiator,
  };
}

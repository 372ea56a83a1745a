import { z } from 'zod';
import type { MerchantId } from '../../domain/values/ids';
import { Secret } from '../../domain/values/secret';
import { parseShortcode, type ShortcodeNumber } from '../../domain/values/shortcode';
import type { Models } from '../mongo/connection';
import type { Keyring } from '../../crypto/keyring';
import { binary, sealedShape } from '../mongo/sealedField';
import { SettingsCache } from './settingsCache';

const CREDENTIALS_PURPOSE = 'shortcodeCredentials';

/** A paybill or till with what it takes to speak to Daraja in its name. */
export interface Shortcode {
  readonly shortcode: ShortcodeNumber;
  readonly merchantId: MerchantId;
  readonly baseUrl: string;
  readonly transactionType: 'CustomerPayBillOnline' | 'CustomerBuyGoodsOnline';
  /** The paybill itself, or the till number whose store this shortcode is. */
  readonly partyB: string;
  readonly consumerKey: Secret<string>;
  readonly consumerSecret: Secret<string>;
  readonly passkey: Secret<string>;
  /** Needed for Transaction Status, absent where the merchant gave none. */
  readonly initiator: {
    readonly name: string;
    readonly password: Secret<string>;
    readonly certificatePem: string;
  } | null;
}

const credentialsSchema = z.object({
  consumerKey: z.string(),
  consumerSecret: z.string(),
  passkey: z.string(),
  initiator: z
    .object({ name: z.string(), password: z.string(), certificatePem: z.string() })
    .nullable(),
});

const baseUrlSchema = z.url({ protocol: /^https?$/ });

const storedSchema = z.object({
  _id: z.string(),
  merchantId: z.string(),
  baseUrl: z.string(),
  transactionType: z.enum(['CustomerPayBillOnline', 'CustomerBuyGoodsOnline']),
  partyB: z.string(),
  credentials: sealedShape,
});

export class Shortcodes {
  readonly #cache: SettingsCache<Shortcode>;

  constructor(
    private readonly models: Models,
    private readonly keyring: Keyring,
  ) {
    this.#cache = new SettingsCache((id) => this.read(id));
  }

  /** A shortcode with its credentials, at most half a minute old. */
  async find(shortcode: ShortcodeNumber): Promise<Shortcode | null> {
    return this.#cache.find(shortcode);
  }

  /**
   * Writes a shortcode, its credentials sealed as one value under the current key.
   * @throws ZodError when its base URL is none: found out at the first push, it would be too late
   * to know that nothing left.
   */
  async save(entry: Shortcode): Promise<void> {
    baseUrlSchema.parse(entry.baseUrl);
    const { shortcode, consumerKey, consumerSecret, passkey, initiator, ...fields } = entry;
    const credentials: z.infer<typeof credentialsSchema> = {
      consumerKey: consumerKey.expose(),
      consumerSecret: consumerSecret.expose(),
      passkey: passkey.expose(),
      initiator: initiator && { ...initiator, password: initiator.password.expose() },
    };
    await this.models.shortcodes.updateOne(
      { _id: shortcode },
      {
        $set: {
          ...fields,
          credentials: this.keyring.seal(JSON.stringify(credentials), CREDENTIALS_PURPOSE),
        },
        $setOnInsert: { createdAt: new Date() },
      },
      { upsert: true },
    );
    this.#cache.forget(shortcode);
  }

  private async read(number: string): Promise<Shortcode | undefined> {
    const row = await this.models.shortcodes.findOne({ _id: number }).lean();
    if (!row) return undefined;
    const { _id, merchantId, credentials, ...fields } = storedSchema.parse(row);
    const shortcode = parseShortcode(_id);
    if (shortcode === null) throw new Error(`Stored shortcode "${_id}" is not a shortcode.`);
    const opened = credentialsSchema.parse(
      JSON.parse(this.keyring.open(binary(credentials), CREDENTIALS_PURPOSE).toString()),
    );
    const { consumerKey, consumerSecret, passkey, initiator } = opened;
    return {
      ...fields,
      shortcode,
      merchantId: merchantId as MerchantId,
      consumerKey: new Secret(consumerKey),
      consumerSecret: new Secret(consumerSecret),
      passkey: new Secret(passkey),
      initiator: initiator && { ...initiator, password: new Secret(initiator.password) },
    };
  }
}

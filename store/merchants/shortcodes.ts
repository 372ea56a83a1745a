import { z } from 'zod';
import type { MerchantId } from '../../domain/values/ids';
import { Secret } from '../../domain/values/secret';
import { parseShortcode, type ShortcodeNumber } from '../../domain/values/shortcode';
import type { Models } from '../mongo/connection';
import type { Keyring } from '../../crypto/keyring';
import { pageOf, type PageQuery } from '../mongo/pageOf';
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

/** Absent where nobody has proven it, and from shortcodes of the releases before. */
const provenSchema = z.object({ provenAt: z.date().nullish() });

export interface ListedShortcode extends Shortcode {
  /** When Safaricom last took its credentials before it was stored; null where nobody asked. */
  readonly provenAt: Date | null;
}

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
    const { shortcode, $set } = this.stored(entry);
    await this.models.shortcodes.updateOne(
      { _id: shortcode },
      { $set, $setOnInsert: { createdAt: new Date() } },
      { upsert: true },
    );
    this.#cache.forget(shortcode);
  }

  /**
   * Writes a new shortcode and says when it was proven. False where it is there already: a
   * shortcode never changes its merchant by being made again.
   * @throws ZodError when its base URL is none.
   */
  async add(entry: Shortcode, provenAt: Date | null): Promise<boolean> {
    const { shortcode, $set } = this.stored(entry);
    const { upsertedCount } = await this.models.shortcodes.updateOne(
      { _id: shortcode },
      { $setOnInsert: { ...$set, provenAt, createdAt: new Date() } },
      { upsert: true },
    );
    this.#cache.forget(shortcode);
    return upsertedCount > 0;
  }

  /** Shortcodes by number, all or those of one merchant. */
  async list(page: PageQuery, merchantId?: MerchantId): Promise<ListedShortcode[]> {
    const filter = merchantId === undefined ? {} : { merchantId };
    const rows = await pageOf(this.models.shortcodes.collection, filter, page);
    return rows.map((row) => this.listed(row));
  }

  /** A shortcode as it is stored now, with when it was proven. */
  async show(shortcode: ShortcodeNumber): Promise<ListedShortcode | null> {
    const row = await this.models.shortcodes.findOne({ _id: shortcode }).lean();
    return row === null ? null : this.listed(row);
  }

  private listed(row: unknown): ListedShortcode {
    const { provenAt } = provenSchema.parse(row);
    return { ...this.shortcodeOf(row), provenAt: provenAt ?? null };
  }

  private stored(entry: Shortcode) {
    baseUrlSchema.parse(entry.baseUrl);
    const { shortcode, consumerKey, consumerSecret, passkey, initiator, ...fields } = entry;
    const credentials: z.infer<typeof credentialsSchema> = {
      consumerKey: consumerKey.expose(),
      consumerSecret: consumerSecret.expose(),
      passkey: passkey.expose(),
      initiator: initiator && { ...initiator, password: initiator.password.expose() },
    };
    const sealed = this.keyring.seal(JSON.stringify(credentials), CREDENTIALS_PURPOSE);
    return { shortcode, $set: { ...fields, credentials: sealed } };
  }

  private async read(number: string): Promise<Shortcode | undefined> {
    const row = await this.models.shortcodes.findOne({ _id: number }).lean();
    return row ? this.shortcodeOf(row) : undefined;
  }

  private shortcodeOf(row: unknown): Shortcode {
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

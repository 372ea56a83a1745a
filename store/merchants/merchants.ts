import { z } from 'zod';
import { LATE_SUCCESS_POLICIES, type LateSuccessPolicy } from '../../domain/merchant/lateSuccess';
import type { MerchantId } from '../../domain/values/ids';
import type { KeyMode } from '../../domain/merchant/mode';
import { MERCHANT_ROLES, type MerchantRole } from '../../domain/merchant/principal';
import { Secret } from '../../domain/values/secret';
import type { Models } from '../mongo/connection';
import type { Keyring } from '../../crypto/keyring';
import { newId } from '../../crypto/newId';
import { SettingsCache } from './settingsCache';
import { binary, sealedShape } from '../mongo/sealedField';
import type { ApiKeys } from '../keys/apiKeys';
import { pageOf, type PageQuery } from '../mongo/pageOf';

const WEBHOOK_PURPOSE = 'webhookSecret';

export interface Merchant {
  readonly merchantId: MerchantId;
  readonly name: string;
  /** Null until the merchant has one. */
  readonly defaultShortcode: string | null;
  readonly corroborateAboveKes: number;
  /** Above this sum two operators decide a payment that needs review; null: one always may. */
  readonly reviewAboveKes: number | null;
  /** What becomes of a success that comes after the payment was told as failed. */
  readonly lateSuccess: LateSuccessPolicy;
  readonly webhook: { readonly url: string; readonly secret: Secret<string> } | null;
}

/** What may change of a merchant; what is absent stays. */
export type MerchantChange = Partial<Omit<Merchant, 'merchantId'>>;

const storedSchema = z.object({
  _id: z.string(),
  name: z.string(),
  defaultShortcode: z.string().nullable(),
  corroborateAboveKes: z.number().int().nonnegative(),
  // Merchants of releases in which nobody could decide lack these.
  reviewAboveKes: z.number().int().nonnegative().nullable().default(null),
  lateSuccess: z.enum(LATE_SUCCESS_POLICIES).default('accept'),
  webhook: z
    .object({
      url: z.string(),
      secret: sealedShape,
    })
    .nullable(),
});

/** Merchants and their API keys. */
export class Merchants {
  readonly #cache: SettingsCache<Merchant>;

  constructor(
    private readonly models: Models,
    private readonly keyring: Keyring,
    private readonly keys: ApiKeys,
  ) {
    this.#cache = new SettingsCache((id) => this.read(id));
  }

  /** A merchant's settings, at most half a minute old. */
  async find(merchantId: MerchantId): Promise<Merchant | null> {
    return this.#cache.find(merchantId);
  }

  /** Writes a merchant's settings, new or changed. */
  async save(merchant: Merchant): Promise<void> {
    const { merchantId, webhook, ...fields } = merchant;
    await this.models.merchants.updateOne(
      { _id: merchantId },
      {
        $set: { ...fields, webhook: this.sealed(webhook) },
        $setOnInsert: { createdAt: new Date() },
      },
      { upsert: true },
    );
    this.#cache.forget(merchantId);
  }

  /** Merchants in the order in which they were made. */
  async list(page: PageQuery): Promise<Merchant[]> {
    const rows = await pageOf(this.models.merchants.collection, {}, page);
    return rows.map((row) => this.merchantOf(row));
  }

  /** A merchant's settings as they are stored now. */
  async findNow(merchantId: MerchantId): Promise<Merchant | null> {
    this.#cache.forget(merchantId);
    return this.find(merchantId);
  }

  /** Writes some settings and leaves the others; false where there is no such merchant. */
  async change(merchantId: MerchantId, change: MerchantChange): Promise<boolean> {
    const { webhook, ...fields } = change;
    const sealed = webhook === undefined ? {} : { webhook: this.sealed(webhook) };
    const $set = { ...fields, ...sealed, changedAt: new Date() };
    const { matchedCount } = await this.models.merchants.updateOne({ _id: merchantId }, { $set });
    this.#cache.forget(merchantId);
    return matchedCount > 0;
  }

  /** Makes an API key with every role. Its text is returned once and never kept. */
  async createApiKey(merchantId: MerchantId, mode: KeyMode): Promise<Secret<string>> {
    const { text } = await this.keys.create({
      kind: 'merchant',
      merchantId,
      mode,
      roles: MERCHANT_ROLES,
    });
    return text;
  }

  /** Adds a key that the caller made, unless it is there already. */
  async addApiKey(
    merchantId: MerchantId,
    key: Secret<string>,
    roles: readonly MerchantRole[] = MERCHANT_ROLES,
  ): Promise<void> {
    await this.keys.add(newId('apiKey'), { kind: 'merchant', merchantId, roles }, key);
  }

  private async read(merchantId: string): Promise<Merchant | undefined> {
    const row = await this.models.merchants.findOne({ _id: merchantId }).lean();
    return row ? this.merchantOf(row) : undefined;
  }

  private merchantOf(row: unknown): Merchant {
    const { _id, webhook, ...fields } = storedSchema.parse(row);
    return { ...fields, merchantId: _id as MerchantId, webhook: webhook && this.opened(webhook) };
  }

  private sealed(webhook: Merchant['webhook']) {
    if (webhook === null) return null;
    const secret = this.keyring.seal(webhook.secret.expose(), WEBHOOK_PURPOSE);
    return { url: webhook.url, secret };
  }

  private opened(webhook: NonNullable<z.infer<typeof storedSchema>['webhook']>) {
    const secret = this.keyring.open(binary(webhook.secret), WEBHOOK_PURPOSE);
    return { url: webhook.url, secret: new Secret(secret.toString()) };
  }
}

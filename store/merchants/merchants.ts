import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ApiKeyId, MerchantId } from '../../domain/values/ids';
import { MERCHANT_ROLES, type MerchantRole, type Principal } from '../../domain/merchant/principal';
import { Secret } from '../../domain/values/secret';
import type { Models } from '../mongo/connection';
import type { Keyring } from '../../crypto/keyring';
import { newId } from '../../crypto/newId';
import { SettingsCache } from './settingsCache';
import { binary, sealedShape } from '../mongo/sealedField';
import { sha256 } from '../../crypto/sha256';

const WEBHOOK_PURPOSE = 'webhookSecret';

export interface Merchant {
  readonly merchantId: MerchantId;
  readonly name: string;
  readonly defaultShortcode: string;
  readonly corroborateAboveKes: number;
  readonly webhook: { readonly url: string; readonly secret: Secret<string> } | null;
}

const storedSchema = z.object({
  _id: z.string(),
  name: z.string(),
  defaultShortcode: z.string(),
  corroborateAboveKes: z.number().int().nonnegative(),
  webhook: z
    .object({
      url: z.string(),
      secret: sealedShape,
    })
    .nullable(),
});

const apiKeySchema = z.object({
  _id: z.string(),
  kind: z.literal('merchant'),
  merchantId: z.string(),
  roles: z.array(z.enum(MERCHANT_ROLES)),
});

/** Merchants and their API keys. */
export class Merchants {
  readonly #cache: SettingsCache<Merchant>;

  constructor(
    private readonly models: Models,
    private readonly keyring: Keyring,
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
    const stored = webhook && {
      url: webhook.url,
      secret: this.keyring.seal(webhook.secret.expose(), WEBHOOK_PURPOSE),
    };
    await this.models.merchants.updateOne(
      { _id: merchantId },
      { $set: { ...fields, webhook: stored }, $setOnInsert: { createdAt: new Date() } },
      { upsert: true },
    );
    this.#cache.forget(merchantId);
  }

  /** Makes an API key. Its text is returned once and never kept. */
  async createApiKey(merchantId: MerchantId, mode: 'live' | 'test'): Promise<Secret<string>> {
    const text = `sk_${mode}_${randomBytes(32).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
    await this.addApiKey(merchantId, new Secret(text));
    return new Secret(text);
  }

  /** Adds a key that the caller made, unless it is there already. */
  async addApiKey(
    merchantId: MerchantId,
    key: Secret<string>,
    roles: readonly MerchantRole[] = MERCHANT_ROLES,
  ): Promise<void> {
    const hash = sha256(key.expose());
    const keyId: ApiKeyId = newId('apiKey');
    await this.models.apiKeys.updateOne(
      { hash },
      {
        $setOnInsert: {
          _id: keyId,
          kind: 'merchant',
          merchantId,
          roles: [...roles],
          hint: `${key.expose().slice(0, 8)}…${key.expose().slice(-4)}`,
          createdAt: new Date(),
          revokedAt: null,
        },
      },
      { upsert: true },
    );
  }

  /** Who calls with this key. Never cached, so that a revoked key is refused at once. */
  async authenticate(key: Secret<string>): Promise<Principal | null> {
    const row = await this.models.apiKeys
      .findOne({ hash: sha256(key.expose()), revokedAt: null })
      .lean();
    if (row === null) return null;
    const { _id, ...principal } = apiKeySchema.parse(row);
    return { ...principal, keyId: _id as ApiKeyId, merchantId: principal.merchantId as MerchantId };
  }

  private async read(merchantId: string): Promise<Merchant | undefined> {
    const row = await this.models.merchants.findOne({ _id: merchantId }).lean();
    if (!row) return undefined;
    const { _id, webhook, ...fields } = storedSchema.parse(row);
    return { ...fields, merchantId: _id as MerchantId, webhook: webhook && this.opened(webhook) };
  }

  private opened(webhook: NonNullable<z.infer<typeof storedSchema>['webhook']>) {
    const secret = this.keyring.open(binary(webhook.secret), WEBHOOK_PURPOSE);
    return { url: webhook.url, secret: new Secret(secret.toString()) };
  }
}

import type { Principal } from '../../domain/merchant/principal';
import type { ApiKeyId } from '../../domain/values/ids';
import type { Secret } from '../../domain/values/secret';
import { newId } from '../../crypto/newId';
import { sha256 } from '../../crypto/sha256';
import type { Models } from '../mongo/connection';
import { pageOf, type PageQuery } from '../mongo/pageOf';
import type { Operators } from '../operators/operators';
import { hintOf, keyOf, newKeyText, type KeyOwner, type ListedKey, type NewKey } from './keyRecord';
import { KeyUses } from './keyUses';

/** A key that was just made; its text is shown once and never kept. */
export interface MadeKey {
  readonly keyId: ApiKeyId;
  readonly text: Secret<string>;
}

/** Keys of merchants and of operators. Of their texts only the SHA-256 is stored. */
export class ApiKeys {
  readonly #uses: KeyUses;

  constructor(
    private readonly models: Models,
    private readonly operators: Operators,
  ) {
    this.#uses = new KeyUses((keyId, at) =>
      this.models.apiKeys.updateOne({ _id: keyId }, { $max: { lastUsedAt: at } }),
    );
  }

  /** Makes a key. */
  async create(key: NewKey, keyId: ApiKeyId = newId('apiKey')): Promise<MadeKey> {
    const text = newKeyText(key);
    await this.add(keyId, key, text);
    return { keyId, text };
  }

  /** Adds a key that the caller made, unless it is there already. */
  async add(keyId: ApiKeyId, owner: KeyOwner, text: Secret<string>): Promise<void> {
    const whose =
      owner.kind === 'merchant'
        ? { kind: owner.kind, merchantId: owner.merchantId, roles: [...owner.roles] }
        : { kind: owner.kind, operatorId: owner.operatorId };
    const kept = { _id: keyId, ...whose, hint: hintOf(text), createdAt: new Date() };
    await this.models.apiKeys.updateOne(
      { hash: sha256(text.expose()) },
      { $setOnInsert: { ...kept, revokedAt: null, expiresAt: null } },
      { upsert: true },
    );
  }

  /** Who calls with this key. Never cached, so that a revoked key is refused at once. */
  async authenticate(text: Secret<string>): Promise<Principal | null> {
    const row = await this.models.apiKeys
      .findOne({ hash: sha256(text.expose()), revokedAt: null })
      .lean();
    if (row === null) return null;
    const key = keyOf(row);
    if (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now()) return null;
    const principal = await this.principalOf(key);
    if (principal !== null) this.#uses.note(key.keyId);
    return principal;
  }

  async find(keyId: ApiKeyId): Promise<ListedKey | null> {
    const row = await this.models.apiKeys.findOne({ _id: keyId }).lean();
    return row === null ? null : keyOf(row);
  }

  /** Keys in the order in which they were made: all, or those of one owner. */
  async list(page: PageQuery, owner: Readonly<Record<string, string>> = {}): Promise<ListedKey[]> {
    return (await pageOf(this.models.apiKeys.collection, owner, page)).map(keyOf);
  }

  /** Keys that still work and were made before a moment, in the order of their making. */
  async madeBefore(moment: Date, limit: number): Promise<ListedKey[]> {
    // Through the driver: the filter is ours, and has operators.
    const rows = await this.models.apiKeys.collection
      .find({
        revokedAt: null,
        createdAt: { $lt: moment },
        $or: [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }],
      })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return rows.map(keyOf);
  }

  /**
   * Lets a key end at a moment and makes another of the same owner, roles and mode. Null where the
   * key is revoked, or has been replaced already: of two rotations that race one makes a key.
   */
  async rotate(key: ListedKey, endsAt: Date, madeId: ApiKeyId): Promise<MadeKey | null> {
    const made = await this.create(
      key.mode === null ? key.owner : { ...key.owner, mode: key.mode },
      madeId,
    );
    const expiresAt = new Date(Math.min(endsAt.getTime(), key.expiresAt?.getTime() ?? Infinity));
    const { matchedCount } = await this.models.apiKeys.updateOne(
      { _id: key.keyId, revokedAt: null, replacedBy: null },
      { $set: { expiresAt, replacedBy: madeId } },
    );
    if (matchedCount > 0) return made;
    await this.revoke(madeId);
    return null;
  }

  /** Shuts a key out at once, in every process. Safe to repeat. */
  async revoke(keyId: ApiKeyId): Promise<void> {
    const $set = { revokedAt: new Date() };
    await this.models.apiKeys.updateOne({ _id: keyId, revokedAt: null }, { $set });
  }

  /** Writes when keys were last used, which otherwise happens within a minute. */
  async flushUses(): Promise<void> {
    await this.#uses.flush();
  }

  private async principalOf({ keyId, owner, mode }: ListedKey): Promise<Principal | null> {
    if (owner.kind === 'merchant') return { ...owner, keyId, mode: mode ?? 'test' };
    const { kind, operatorId } = owner;
    const operator = await this.operators.find(operatorId);
    if (operator === null || operator.revokedAt !== null) return null;
    const { name, roles } = operator;
    return { kind, keyId, operatorId, name, roles };
  }
}

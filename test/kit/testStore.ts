import { createConnection, type Connection } from 'mongoose';
import type { Config } from '../../config/config';
import { newPayment } from '../../api/public/payments/create/newPayment';
import { createPaymentBody } from '../../api/public/payments/create/contract';
import type { MerchantId } from '../../domain/values/ids';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { sha256 } from '../../crypto/sha256';
import { newId } from '../../crypto/newId';
import type { NewPayment } from '../../store/payments/payments';
import { openStore, setUpStore, type Store } from '../../store/store';
import { testConfig } from './testConfig';
import { freshPhone, freshReference } from './fresh';
import { createKeyring } from '../../wiring/store';

export interface TestStore {
  readonly config: Config;
  readonly store: Store;
  /** A connection past the store, to look at and tamper with what it wrote. */
  readonly raw: Connection;
  close(): Promise<void>;
}

/** A database of its own, set up and open. */
export async function openTestStore(): Promise<TestStore> {
  const config = testConfig();
  const options = {
    uri: config.MONGODB_URI,
    database: config.MONGODB_DATABASE,
    maxPoolSize: 5,
  };
  await setUpStore(options);
  const store = await openStore(options, createKeyring(config));
  const raw = await createConnection(config.MONGODB_URI.expose(), {
    dbName: config.MONGODB_DATABASE,
  }).asPromise();
  return {
    config,
    store,
    raw,
    async close() {
      await store.close();
      await raw.close();
    },
  };
}

interface Given {
  readonly merchantId?: MerchantId;
  readonly reference?: string;
  readonly idempotencyKey?: string;
  readonly amountKes?: number;
  readonly phone?: string;
}

/** A payment as the API would insert it. */
export function freshPayment(given: Given = {}): NewPayment {
  const { amountKes = 100, phone = freshPhone(), reference = freshReference() } = given;
  return newPayment(createPaymentBody.parse({ amountKes, phone, reference }), {
    merchantId: given.merchantId ?? newId('merchant'),
    shortcode: '174379' as ShortcodeNumber,
    idempotencyKey: given.idempotencyKey ?? newId('request'),
    nowMs: Date.now(),
    promptWithinMs: 120_000,
    isDefaultShortcode: true,
    phoneHash: (number) => sha256(number),
  });
}

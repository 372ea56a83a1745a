import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Keyring } from '../../../crypto/keyring';
import { connectDatabase, type StoreOptions } from '../connection';
import { binary, sealedShape } from '../sealedField';

const PHONE_PURPOSE = 'phone';

const formerSchema = z.looseObject({
  phone: z.looseObject({ sealed: sealedShape, hash: z.string() }),
});

/**
 * Refuses keys that are not those of the first release, which left no probe of its keys: with
 * another lookup key no repeated request and no payer would be recognised any more.
 * @throws Error naming the setting.
 */
export async function assertFormerKeys(options: StoreOptions, keyring: Keyring): Promise<void> {
  const connection = await connectDatabase(options);
  try {
    const { data: former } = formerSchema.safeParse(await anyPayment(connection));
    if (former === undefined) return;
    const { sealed, hash } = former.phone;
    const phone = keyring.open(binary(sealed), PHONE_PURPOSE).toString();
    if (keyring.lookupHash(phone, PHONE_PURPOSE) === hash) return;
    throw new Error(
      'LOOKUP_HASH_KEY is not the key with which the former release wrote this database: give ' +
        'it the value that PHONE_HASH_KEY had.',
    );
  } finally {
    await connection.close();
  }
}

/** Set aside already where a set-up was cut off. */
async function anyPayment(connection: Connection): Promise<unknown> {
  return (
    (await connection.collection('payments').findOne()) ??
    (await connection.collection('former_payments').findOne())
  );
}

import type { DataConverter } from '@temporalio/common';
import type { Keyring } from '../crypto/keyring';
import { EncryptionCodec } from './payloadCodec';

export const FAILURE_CONVERTER_PATH = require.resolve('./failureConverter');

/** One converter for every client and worker: whoever lacks it can read nothing. */
export function dataConverter(keyring: Keyring): DataConverter {
  return {
    payloadCodecs: [new EncryptionCodec(keyring)],
    failureConverterPath: FAILURE_CONVERTER_PATH,
  };
}

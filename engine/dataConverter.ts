import type { DataConverter } from '@temporalio/common';
import type { Keyring } from '../crypto/keyring';
import { EncryptionCodec } from './payloadCodec';

export const FAILURE_CONVERTER_PATH = require.resolve('./failureConverter');
export const PAYLOAD_CONVERTER_PATH = require.resolve('./payloadConverter');

/**
 * One converter for every client and worker: a process without it can read nothing. `onUndecodable`
 * is told of every payload that could not be opened.
 */
export function dataConverter(keyring: Keyring, onUndecodable: () => void): DataConverter {
  return {
    payloadCodecs: [new EncryptionCodec(keyring, onUndecodable)],
    payloadConverterPath: PAYLOAD_CONVERTER_PATH,
    failureConverterPath: FAILURE_CONVERTER_PATH,
  };
}

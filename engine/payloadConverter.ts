import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';
import { UNDECODABLE } from '../domain/values/undecodable';

/**
 * The SDK's own converter, but a payload that cannot be read comes out as `UNDECODABLE`. An
 * error here would fail every task of the workflow to which anyone sent it.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return UNDECODABLE as T;
    }
  },
};

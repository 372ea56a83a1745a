import { resultDesc, type ResultCode } from '../payments/resultCodes';
import type { Settings } from '../settings';
import { wireJson, type WireValue } from '../wireJson';

/** A key of ResultParameters; some keys come without a Value. */
export type ResultParameter = readonly [key: string, value?: WireValue];

/** How an asynchronous request ended. */
export interface AsyncResult {
  readonly resultCode: ResultCode;
  readonly resultDesc?: string;
  /** The receipt of money that moved, or the id of a request that moves none. */
  readonly transactionId: string;
  readonly parameters?: readonly ResultParameter[];
}

/** The ids a result repeats, and how this API writes the rest. */
export interface ResultFrame {
  readonly originatorConversationId: string;
  readonly conversationId: string;
  /** One item is an object, several are an array. */
  readonly references: readonly ResultParameter[];
  /** Account Balance, tax and B2B have a switch; the others send numbers. */
  readonly resultCodes: Settings['b2bResultCodes'];
}

/**
 * The body POSTed to ResultURL (Daraja: Transaction Status). Keys may lack Value, may occur
 * twice, and a failure has no ResultParameters.
 */
export function resultBody(result: AsyncResult, frame: ResultFrame): string {
  const { resultCode, transactionId, parameters } = result;
  const items = frame.references.map(keyed);
  const asText =
    frame.resultCodes === 'text' || (frame.resultCodes === 'mixed' && resultCode === 0);
  return wireJson({
    Result: {
      ResultType: asText ? '0' : 0,
      ResultCode: asText ? String(resultCode) : resultCode,
      ResultDesc: result.resultDesc ?? resultDesc(resultCode, 'callback'),
      OriginatorConversationID: frame.originatorConversationId,
      ConversationID: frame.conversationId,
      TransactionID: transactionId,
      ResultParameters:
        parameters === undefined ? undefined : { ResultParameter: parameters.map(keyed) },
      ReferenceData: { ReferenceItem: items.length === 1 ? items[0] : items },
    },
  });
}

function keyed([key, value]: ResultParameter): WireValue {
  return { Key: key, Value: value };
}

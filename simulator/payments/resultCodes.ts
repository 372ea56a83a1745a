import type { Settings } from '../settings';

/** Most codes are numbers in callbacks; a few are texts such as SFC_IC0003. */
export type ResultCode = number | string;

/** Texts of Daraja: M-PESA Express, result table. A text is not a contract; codes are. */
const descriptions: Readonly<Record<string, string>> = {
  '0': 'The service request is processed successfully.',
  '1': 'The balance is insufficient for the transaction.',
  '4': 'Declined due to limit rule: would exceed daily transfer limit.',
  '17': 'Rule limited.',
  '1001':
    'Unable to lock subscriber, a transaction is already in process for the current subscriber',
  '1019': 'Transaction has expired',
  '1036': 'SMSC ACK timeout.',
  '1037': 'No response from user.',
  '2001': 'The initiator information is invalid.',
  '2028': 'The request is not permitted according to product assignment',
  '8006': 'The security credential is locked.',
  SFC_IC0003: 'The operator does not exist.',
};

const queryDescriptions: Readonly<Record<string, string>> = {
  '1037': 'DS timeout user cannot be reached.',
};

/** Older callbacks named the part of M-PESA that spoke (Daraja 1); one_l is a spelling to try. */
const cancelledTexts: Readonly<Record<Settings['cancelledText'], string>> = {
  plain: 'Request cancelled by user',
  one_l: 'Request canceled by user',
  prefixed: '[STK_CB - ]Request cancelled by user',
};

/** The text beside a code; a callback and a query word code 1037 differently. */
export function resultDesc(
  code: ResultCode,
  channel: 'callback' | 'query',
  cancelledText: Settings['cancelledText'] = 'plain',
): string {
  const key = String(code);
  if (key === '1032') return cancelledTexts[cancelledText];
  const inQuery = channel === 'query' ? queryDescriptions[key] : undefined;
  return inQuery ?? descriptions[key] ?? 'The service request failed.';
}

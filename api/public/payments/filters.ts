import { z } from 'zod';
import { PAYMENT_STATES } from '../../../domain/payment/state';
import { parseReceipt, WRITTEN_RECEIPT, type Receipt } from '../../../domain/values/receipt';
import {
  parseReference,
  REFERENCE_PATTERN,
  type Reference,
} from '../../../domain/values/reference';
import { err, ok } from '../../../domain/values/result';
import {
  parseShortcode,
  SHORTCODE_PATTERN,
  type ShortcodeNumber,
} from '../../../domain/values/shortcode';
import { field } from '../../contract/field';
import {
  flagField,
  listSchema,
  momentField,
  oneOf,
  pageFields,
  type Place,
} from '../../contract/listFields';
import { paymentSchema } from './paymentSchema';

/** A receipt as people write it. */
export const receiptField = field<Receipt>(
  z
    .string()
    .regex(WRITTEN_RECEIPT)
    .meta({ description: 'The receipt of M-Pesa.', examples: ['UKN4A1B2C3'] }),
  (value) => {
    const parsed = parseReceipt(value);
    if (parsed !== null) return ok(parsed);
    return err({
      field: 'receipt',
      rule: 'must be a receipt of M-Pesa: 8 to 12 letters and digits',
      remedy: 'Copy it from the message of M-Pesa.',
    });
  },
);

const shortcode = field<ShortcodeNumber>(
  z
    .string()
    .regex(SHORTCODE_PATTERN)
    .meta({ description: 'The paybill or till that is paid.', examples: ['174379'] }),
  (value) => {
    const parsed = typeof value === 'string' ? parseShortcode(value) : null;
    if (parsed !== null) return ok(parsed);
    return err({
      field: 'shortcode',
      rule: 'must be a shortcode: 5 to 7 digits, as text',
      remedy: 'Give one of your shortcodes, once.',
    });
  },
);

/** What narrows a list of payments, and asks for its pages. All that is given must match. */
// The map is the type: contracts derive theirs from it.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function paymentFilters(place: Place) {
  return {
    state: oneOf('state', PAYMENT_STATES, 'Payments in this state.').optional(),
    reference: field<Reference>(
      z
        .string()
        .regex(REFERENCE_PATTERN)
        .meta({ description: 'Your name for what is paid.', examples: ['ORD-1042'] }),
      parseReference,
    ).optional(),
    receipt: receiptField.optional(),
    shortcode: shortcode.optional(),
    createdAfter: momentField('createdAfter', 'Created at this moment or later.').optional(),
    createdBefore: momentField('createdBefore', 'Created before this moment.').optional(),
    needsAttention: flagField(
      'needsAttention',
      place,
      'Payments with a discrepancy that a person should look at, or those without.',
    ).optional(),
    ...pageFields(place),
  };
}

/** A page of payments, as list and search answer. */
export const paymentListSchema = listSchema(
  paymentSchema,
  'PaymentList',
  'A page of your payments, newest first.',
);

import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { personName, reason, shortcodeNumber } from '../../fields';
import {
  changedMerchantSchema,
  corroborateAboveKes,
  lateSuccess,
  merchantId,
  reviewAboveKes,
  webhookUrl,
} from '../merchantSchema';

export const updateMerchantContract = defineContract({
  operationId: 'updateMerchant',
  method: 'patch',
  path: '/admin/v1/merchants/{merchantId}',
  tag: 'Merchants',
  summary: 'Change a merchant',
  description:
    'Changes what is sent and leaves the rest. A webhook address, the same one too, gets a new ' +
    'secret. Every process has the change within 30 seconds.',
  role: 'admin',
  params: z.strictObject({ merchantId }),
  body: z
    .strictObject({
      name: personName.optional(),
      defaultShortcode: shortcodeNumber(
        'defaultShortcode',
        'A shortcode of the merchant, for payments that name none.',
      ).optional(),
      webhookUrl: webhookUrl
        .nullable()
        .optional()
        .meta({ description: 'Where events are sent; null for nowhere. A secret is made for it.' }),
      corroborateAboveKes: corroborateAboveKes.optional(),
      reviewAboveKes: reviewAboveKes.optional(),
      lateSuccess: lateSuccess.optional(),
      reason,
    })
    .meta({
      id: 'UpdateMerchant',
      description: 'What to change of a merchant: `reason` and at least one field more.',
      minProperties: 2,
      examples: [{ corroborateAboveKes: 500, reason: 'Ticket 43: small sums are sold at once.' }],
    }),
  answers: { 200: { description: 'The merchant is changed.', schema: changedMerchantSchema } },
  errors: { not_found: 'There is no merchant with this id.' },
});

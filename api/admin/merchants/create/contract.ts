import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { personName, reason } from '../../fields';
import {
  changedMerchantSchema,
  corroborateAboveKes,
  lateSuccess,
  reviewAboveKes,
  webhookUrl,
} from '../merchantSchema';

export const createMerchantContract = defineContract({
  operationId: 'createMerchant',
  method: 'post',
  path: '/admin/v1/merchants',
  tag: 'Merchants',
  summary: 'Make a merchant',
  description: 'Its shortcodes and keys come after it; the first shortcode becomes its default.',
  role: 'admin',
  body: z
    .strictObject({
      name: personName,
      webhookUrl: webhookUrl.optional(),
      corroborateAboveKes: corroborateAboveKes.optional(),
      reviewAboveKes: reviewAboveKes.optional(),
      lateSuccess: lateSuccess.optional(),
      reason,
    })
    .meta({
      id: 'CreateMerchant',
      description: 'A merchant to make.',
      examples: [{ name: 'Duka Moja', reason: 'Ticket 42: the shop opens.' }],
    }),
  answers: { 201: { description: 'The merchant is made.', schema: changedMerchantSchema } },
  errors: {},
});

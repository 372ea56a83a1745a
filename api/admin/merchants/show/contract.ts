import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { merchantId, merchantSchema } from '../merchantSchema';

export const showMerchantContract = defineContract({
  operationId: 'showMerchant',
  method: 'get',
  path: '/admin/v1/merchants/{merchantId}',
  tag: 'Merchants',
  summary: 'Look at a merchant',
  description: 'Shows one merchant as it is stored now.',
  role: 'viewer',
  params: z.strictObject({ merchantId }),
  answers: { 200: { description: 'The merchant.', schema: merchantSchema } },
  errors: { not_found: 'There is no merchant with this id.' },
});

import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { idField, pageQuery } from '../../fields';
import { shortcodeSchema } from '../shortcodeSchema';

export const listShortcodesContract = defineContract({
  operationId: 'listShortcodes',
  method: 'get',
  path: '/admin/v1/shortcodes',
  tag: 'Shortcodes',
  summary: 'List shortcodes',
  description: 'By number.',
  role: 'viewer',
  query: z.strictObject({
    merchantId: idField('merchant', 'merchantId', 'Only those of this merchant.').optional(),
    ...pageQuery,
  }),
  answers: {
    200: {
      description: 'A page of shortcodes.',
      schema: z.strictObject({ shortcodes: z.array(shortcodeSchema) }),
    },
  },
  errors: {},
});

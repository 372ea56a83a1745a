import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { shortcodeNumber } from '../../fields';
import { shortcodeSchema } from '../shortcodeSchema';

export const showShortcodeContract = defineContract({
  operationId: 'showShortcode',
  method: 'get',
  path: '/admin/v1/shortcodes/{shortcode}',
  tag: 'Shortcodes',
  summary: 'Look at a shortcode',
  description: 'Shows one shortcode as it is stored now, without its credentials.',
  role: 'viewer',
  params: z.strictObject({ shortcode: shortcodeNumber('shortcode', 'The shortcode.') }),
  answers: { 200: { description: 'The shortcode.', schema: shortcodeSchema } },
  errors: { not_found: 'There is no such shortcode.' },
});

import { z } from 'zod';
import { KEY_MODES } from '../../../../domain/merchant/mode';
import { MERCHANT_ROLES } from '../../../../domain/merchant/principal';
import { defineContract } from '../../../contract/contract';
import { idField, reason, ruled } from '../../fields';
import { madeKeySchema } from '../keySchema';

const roles = ruled(
  z
    .array(z.enum(MERCHANT_ROLES))
    .min(1)
    .max(MERCHANT_ROLES.length)
    .meta({ description: 'What a merchant’s key may do; all of `read`, `pay`, `refund` without.' }),
  {
    name: 'roles',
    rule: 'must be a list of read, pay and refund',
    remedy: 'Leave it out for all three.',
  },
);

const mode = ruled(
  z.enum(KEY_MODES).meta({
    description: '`live` reaches live shortcodes alone, `test` all others. Merchants only.',
  }),
  { name: 'mode', rule: 'must be live or test', remedy: 'Send the mode of the shortcodes.' },
);

export const createKeyContract = defineContract({
  operationId: 'createKey',
  method: 'post',
  path: '/admin/v1/keys',
  tag: 'Keys',
  summary: 'Make a key',
  description: 'For a merchant, with its mode, or for an operator. The key is shown only once.',
  role: 'admin',
  body: z
    .strictObject({
      merchantId: idField(
        'merchant',
        'merchantId',
        'The merchant, for a merchant’s key.',
      ).optional(),
      operatorId: idField('operator', 'operatorId', 'The operator, for an operator’s.').optional(),
      mode: mode.optional(),
      roles: roles.optional(),
      reason,
    })
    .meta({
      id: 'CreateKey',
      description: 'A key to make.',
      examples: [
        {
          merchantId: 'mer_01kaqq00000000000000000001',
          mode: 'test',
          reason: 'Ticket 42: the shop opens.',
        },
      ],
    }),
  answers: { 201: { description: 'The key is made.', schema: madeKeySchema } },
  errors: {},
});

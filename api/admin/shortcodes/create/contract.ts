import { z } from 'zod';
import { MODES } from '../../../../domain/merchant/mode';
import { defineContract } from '../../../contract/contract';
import { idField, reason, ruled, shortcodeNumber } from '../../fields';
import { proofSchema } from '../proof';
import { shortcodeSchema } from '../shortcodeSchema';
import { credentials } from './credentials';

const mode = ruled(
  z.enum(MODES).meta({ description: 'Where its money is: `simulated`, `sandbox` or `live`.' }),
  { name: 'mode', rule: 'must be simulated, sandbox or live', remedy: 'Send one of the three.' },
);

const baseUrl = ruled(
  z
    .url({ protocol: /^https?$/ })
    .max(200)
    .meta({
      description: 'Where Daraja is called. Leave it out but for `simulated`.',
    }),
  {
    name: 'baseUrl',
    rule: 'must be a web address',
    remedy: 'Leave it out for the address of the mode.',
  },
);

const type = ruled(z.enum(['paybill', 'till']).meta({ description: '`paybill` or `till`.' }), {
  name: 'type',
  rule: 'must be paybill or till',
  remedy: 'Send one of the two.',
});

const unproven = ruled(
  z.boolean().meta({ description: 'True to store it although Safaricom did not take it.' }),
  { name: 'unproven', rule: 'must be true or false', remedy: 'Leave it out.' },
);

export const createShortcodeBody = z
  .strictObject({
    merchantId: idField('merchant', 'merchantId', 'The merchant whose it is.'),
    shortcode: shortcodeNumber('shortcode', 'The paybill, or the store number of the till.'),
    type,
    tillNumber: shortcodeNumber(
      'tillNumber',
      'For a till: the number customers pay to.',
    ).optional(),
    mode,
    baseUrl: baseUrl.optional(),
    credentials,
    unproven: unproven.optional(),
    reason,
  })
  .meta({
    id: 'CreateShortcode',
    description: 'A shortcode to take into service.',
    examples: [
      {
        merchantId: 'mer_01kaqq00000000000000000001',
        shortcode: '174379',
        type: 'paybill',
        mode: 'sandbox',
        credentials: { consumerKey: 'key', consumerSecret: 'secret', passkey: 'passkey' },
        reason: 'Ticket 42: the shop opens.',
      },
    ],
  });

export const createShortcodeContract = defineContract({
  operationId: 'createShortcode',
  method: 'post',
  path: '/admin/v1/shortcodes',
  tag: 'Shortcodes',
  summary: 'Take a shortcode into service',
  description:
    'Fetches an OAuth token and asks Safaricom about a payment that there is not: nobody is ' +
    'prompted. What Safaricom does not take is not stored, unless `unproven` is true.',
  role: 'admin',
  body: createShortcodeBody,
  answers: {
    201: {
      description: 'The shortcode is in service.',
      schema: z.strictObject({ shortcode: shortcodeSchema, proof: proofSchema }),
    },
  },
  errors: {
    conflict: 'The shortcode is there already.',
    shortcode_not_proven: 'Safaricom did not take the credentials; the detail says which.',
  },
});

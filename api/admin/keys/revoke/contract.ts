import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { reason } from '../../fields';
import { keyId, keySchema } from '../keySchema';

export const revokeKeyContract = defineContract({
  operationId: 'revokeKey',
  method: 'post',
  path: '/admin/v1/keys/{keyId}/revoke',
  tag: 'Keys',
  summary: 'Revoke a key',
  description: 'Every process refuses it from the next request on. Revoking again changes nothing.',
  role: 'admin',
  params: z.strictObject({ keyId }),
  body: z.strictObject({ reason }).meta({
    id: 'RevokeKey',
    description: 'Why a key is revoked.',
    examples: [{ reason: 'Ticket 45: it was in a screenshot.' }],
  }),
  answers: { 200: { description: 'The key is revoked.', schema: keySchema } },
  errors: {
    not_found: 'There is no key with this id.',
    conflict: 'It is the key of this very call.',
  },
});

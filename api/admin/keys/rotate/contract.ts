import { z } from 'zod';
import { defineContract } from '../../../contract/contract';
import { reason, ruled } from '../../fields';
import { keyId, madeKeySchema } from '../keySchema';

/** Seven days. */
const MAX_OVERLAP_SECONDS = 604_800;

const overlapSeconds = ruled(
  z
    .int()
    .min(0)
    .max(MAX_OVERLAP_SECONDS)
    .meta({
      description: `For how long the old key still works: 0 to ${MAX_OVERLAP_SECONDS} seconds.`,
    }),
  {
    name: 'overlapSeconds',
    rule: `must be a whole number from 0 to ${MAX_OVERLAP_SECONDS}`,
    remedy: 'Send 0 for a key that somebody else may know.',
  },
);

export const rotateKeyContract = defineContract({
  operationId: 'rotateKey',
  method: 'post',
  path: '/admin/v1/keys/{keyId}/rotate',
  tag: 'Keys',
  summary: 'Replace a key',
  description: 'Makes another of the same owner, mode and roles, and lets the old one end.',
  role: 'admin',
  params: z.strictObject({ keyId }),
  body: z.strictObject({ overlapSeconds, reason }).meta({
    id: 'RotateKey',
    description: 'How to replace a key.',
    examples: [{ overlapSeconds: 86_400, reason: 'Ticket 44: the yearly change.' }],
  }),
  answers: { 201: { description: 'The new key is made.', schema: madeKeySchema } },
  errors: {
    not_found: 'There is no key with this id.',
    conflict: 'The key is revoked, or has been replaced already.',
  },
});

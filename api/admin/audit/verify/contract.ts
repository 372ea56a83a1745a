import { z } from 'zod';
import { defineContract } from '../../../contract/contract';

export const verifyAuditContract = defineContract({
  operationId: 'verifyAudit',
  method: 'get',
  path: '/admin/v1/audit/verify',
  tag: 'Audit',
  summary: 'Verify the audit log',
  description:
    'Walks the whole chain and names the first broken link. A log whose end was cut off is ' +
    'whole: compare `head` with one that you wrote down before.',
  role: 'viewer',
  answers: {
    200: {
      description: 'What was found.',
      schema: z.strictObject({
        whole: z.boolean().meta({ description: 'Whether no link is broken.' }),
        entries: z.int().meta({ description: 'How many entries are whole, from the first on.' }),
        head: z.string().meta({ description: 'The hash of the last of those.' }),
        fault: z.string().nullable().meta({ description: 'The first broken link, in words.' }),
      }),
    },
  },
  errors: {},
});

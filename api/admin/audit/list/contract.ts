import { z } from 'zod';
import { err, ok } from '../../../../domain/values/result';
import { defineContract } from '../../../contract/contract';
import { field } from '../../../contract/field';
import { moment } from '../../../contract/openapi/marks';
import { pageQuery } from '../../fields';

export const auditEntrySchema = z
  .strictObject({
    seq: z.int().meta({ description: 'Its number; the first is 1.' }),
    at: moment.meta({ description: 'When it was written, which is before the change.' }),
    who: z
      .strictObject({
        operatorId: z.string().nullable(),
        keyId: z.string().nullable(),
        name: z.string(),
      })
      .meta({ description: 'Who ordered it: an operator by a key, or set-up.' }),
    action: z.string().meta({ description: 'What; with `.failed` where it came to nothing.' }),
    subject: z.strictObject({ kind: z.string(), id: z.string() }).meta({ description: 'On what.' }),
    detail: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .meta({ description: 'What more is known of it.' }),
    why: z.string().meta({ description: 'The reason that was given.' }),
    hash: z.string().meta({ description: 'SHA-256 over the entry and the hash before it.' }),
  })
  .meta({ id: 'AuditEntry', description: 'One change by an operator.' });

/** As many digits as a number surely keeps. */
const MAX_SEQ = 999_999_999_999_999;

const before = field<number>(
  z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_SEQ)
    .meta({ description: 'Only entries with a lower number: the lowest of the page before.' }),
  (text) => {
    if (typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text)) return ok(Number(text));
    const remedy = 'Send the lowest number of the page before.';
    return err({ field: 'before', rule: 'must be a whole number from 1', remedy });
  },
);

export const listAuditContract = defineContract({
  operationId: 'listAudit',
  method: 'get',
  path: '/admin/v1/audit',
  tag: 'Audit',
  summary: 'List the audit log',
  description: 'The latest entries first.',
  role: 'viewer',
  query: z.strictObject({ limit: pageQuery.limit, before: before.optional() }),
  answers: {
    200: {
      description: 'A page of entries.',
      schema: z.strictObject({ entries: z.array(auditEntrySchema) }),
    },
  },
  errors: {},
});

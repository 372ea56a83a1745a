import { operation } from '../../../contract/operation';
import { pageOfQuery } from '../../fields';
import { listAuditContract } from './contract';

export const listAudit = operation(listAuditContract)(({ store }) => async ({ query }) => {
  const { limit } = pageOfQuery({ limit: query.limit });
  const latest = await store.auditLog.latest({ limit, before: query.before ?? null });
  const entries = latest.map(({ previousHash: _previousHash, ...entry }) => ({
    ...entry,
    detail: { ...entry.detail },
  }));
  return { status: 200, body: { entries } };
});

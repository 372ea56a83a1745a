import { operation } from '../../../contract/operation';
import { verifyAuditContract } from './contract';

export const verifyAudit = operation(verifyAuditContract)(({ store }) => async () => {
  const verified = await store.auditLog.verify();
  return { status: 200, body: { ...verified, whole: verified.fault === null } };
});

import type { AuditDetail } from '../../../../domain/audit/auditEntry';
import type { MerchantId } from '../../../../domain/values/ids';
import type { ShortcodeNumber } from '../../../../domain/values/shortcode';
import type { MerchantChange } from '../../../../store/merchants/merchants';
import { operation } from '../../../contract/operation';
import type { ApiDependencies } from '../../../dependencies';
import { invalidField } from '../../../http/problem';
import { actorOf } from '../../fields';
import { presentMerchant } from '../merchantSchema';
import { newWebhook, originOf } from '../newWebhook';
import { updateMerchantContract } from './contract';

export const updateMerchant = operation(updateMerchantContract)(
  (deps) =>
    async ({ params: { merchantId }, body, principal }) => {
      const { reason, webhookUrl, ...fields } = body;
      const { merchants, auditLog } = deps.store;
      const before = await merchants.findNow(merchantId);
      if (before === null) throw noSuchMerchant();
      await assertOwnShortcode(deps, merchantId, fields.defaultShortcode);
      const webhook = webhookUrl ? newWebhook(webhookUrl, deps) : null;
      const change = {
        ...defined(fields),
        ...(webhookUrl !== undefined && { webhook }),
      } as MerchantChange;
      if (Object.keys(change).length === 0) throw nothingToChange();
      const detail = {
        ...defined(fields),
        ...(webhookUrl !== undefined && { webhook: webhook && originOf(webhook.url) }),
      } as AuditDetail;
      const subject = { kind: 'merchant', id: merchantId };
      const draft = { who: actorOf(principal), subject, detail, why: reason };
      await auditLog.record({ ...draft, action: 'merchants.update' }, () =>
        merchants.change(merchantId, change),
      );
      const merchant = presentMerchant({ ...before, ...change });
      return { status: 200, body: { merchant, webhookSecret: webhook?.secret.expose() ?? null } };
    },
);

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function assertOwnShortcode(
  { store }: ApiDependencies,
  merchantId: MerchantId,
  wanted: ShortcodeNumber | undefined,
): Promise<void> {
  if (wanted === undefined) return;
  const shortcode = await store.shortcodes.show(wanted);
  if (shortcode?.merchantId === merchantId) return;
  throw invalidField({
    field: 'defaultShortcode',
    rule: 'must be a shortcode of the merchant',
    remedy: 'Make the shortcode first.',
  });
}

function noSuchMerchant() {
  return updateMerchantContract.refuse('not_found', {
    publicMessage: 'No such merchant.',
    remedy: 'List merchants to find its id.',
  });
}

function nothingToChange() {
  return invalidField({
    field: 'body',
    rule: 'must name something to change',
    remedy: 'Send a field to change beside the reason, such as name or lateSuccess.',
  });
}

import { newId } from '../../../../crypto/newId';
import { operation } from '../../../contract/operation';
import { actorOf } from '../../fields';
import { presentMerchant } from '../merchantSchema';
import { newWebhook, originOf } from '../newWebhook';
import { createMerchantContract } from './contract';

export const createMerchant = operation(createMerchantContract)(
  (deps) =>
    async ({ body, principal }) => {
      const { name, webhookUrl, reason } = body;
      const { corroborateAboveKes = 0, reviewAboveKes = null, lateSuccess = 'accept' } = body;
      const webhook = webhookUrl === undefined ? null : newWebhook(webhookUrl, deps);
      const merchantId = newId('merchant');
      const policies = { corroborateAboveKes, reviewAboveKes, lateSuccess };
      const settings = { name, defaultShortcode: null, ...policies, webhook };
      const merchant = { merchantId, ...settings };
      const draft = {
        who: actorOf(principal),
        action: 'merchants.create',
        subject: { kind: 'merchant', id: merchantId },
        detail: { name, ...policies, webhook: webhook && originOf(webhook.url) },
        why: reason,
      };
      await deps.store.auditLog.record(draft, () => deps.store.merchants.save(merchant));
      const webhookSecret = webhook?.secret.expose() ?? null;
      return { status: 201, body: { merchant: presentMerchant(merchant), webhookSecret } };
    },
);

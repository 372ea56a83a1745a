import { createApp } from '../../api/public/app';
import { listen } from '../../api/http/listen';
import type { Config } from '../../config/config';
import type { MerchantId } from '../../domain/values/ids';
import { createPaymentEngine } from '../../engine/paymentEngine';
import { openStore } from '../../store/store';
import { createMetrics } from '../../telemetry/metrics/metrics';
import { wireApi } from '../../wiring/api';
import { createKeyring, storeOptions } from '../../wiring/store';
import { sandboxShortcode } from '../kit/demoMerchant';
import { startEngine } from '../kit/engine';
import { memoryLog } from '../kit/memoryLog';
import type { SimulatorProcess } from '../kit/simulatorProcess';
import type { TestSystem } from '../kit/system';
import type { WebhookInbox } from '../kit/webhookInbox';

interface Parts {
  readonly config: Config;
  readonly simulator: SimulatorProcess;
  readonly webhooks: WebhookInbox;
  readonly merchantId: MerchantId;
  readonly apiKey: string;
}

/** The product over a database that is there already, with its real API and workers. */
export async function startThisRelease(parts: Parts): Promise<TestSystem> {
  const { config, simulator, webhooks, merchantId, apiKey } = parts;
  const keyring = createKeyring(config);
  const metrics = createMetrics('test');
  const { log, lines } = memoryLog();
  const store = await openStore(storeOptions(config, metrics), keyring);
  // Where the former release's merchant and Daraja are to be found now.
  await store.shortcodes.save(sandboxShortcode(merchantId, simulator.url));
  const merchant = await store.merchants.find(merchantId);
  const secret = merchant?.webhook?.secret;
  if (!merchant || !secret) throw new Error('The merchant is gone.');
  await store.merchants.save({ ...merchant, webhook: { url: webhooks.url, secret } });
  const engine = await startEngine({ config, keyring, store, log, metrics }, {});
  const outcomes = store.outcomeFeed((err) => log.warn({ err }, 'the change feed broke'));
  outcomes.open();
  const paymentEngine = createPaymentEngine(engine.client, config.TASK_QUEUE_PREFIX);
  const deps = wireApi({ config, store, outcomes, engine: paymentEngine, log, metrics });
  const local = { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, log };
  const api = await listen(createApp(deps), local);
  const { client } = engine;
  return {
    ...{ config, store, client, engine, simulator, webhooks, metrics, logLines: lines },
    merchant: { merchantId, apiKey, webhookSecret: secret.expose() },
    urls: { api: `http://127.0.0.1:${api.port}`, callbacks: '', operations: '' },
    async stop() {
      await api.close();
      await outcomes.close();
      await engine.stop();
      await store.close();
    },
  };
}

import { join } from 'node:path';
import { modeOfBaseUrl } from '../../domain/merchant/mode';
import type { MerchantId } from '../../domain/values/ids';
import { Secret } from '../../domain/values/secret';
import { readConfig } from '../../config/config';
import { newId } from '../../crypto/newId';
import { openStore } from '../../store/store';
import type { Shortcode } from '../../store/merchants/shortcodes';
import { dataDir } from '../places';
import type { RunningSystem } from '../system/bringUp';
import { demoOperator } from './demoOperator';
import { demoCredentials, type DemoCredentials } from './demoCredentials';
import type { DemoSettings } from './demoSettings';
import { createKeyring } from '../../wiring/store';

/** What the demo made, and the file that makes a shell the operator's, where there is one. */
export interface SeededDemo extends DemoCredentials {
  readonly operatorFile: string | null;
}

/** Makes the demo merchant with its shortcode, key and webhook, and an operator; safe to repeat. */
export async function seedDemo(
  system: RunningSystem,
  settings: DemoSettings,
  webhookUrl: string,
): Promise<SeededDemo> {
  const config = readConfig(system.environment);
  const store = await openStore(
    { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 },
    createKeyring(config),
  );
  try {
    const demo = demoCredentials(join(dataDir, 'demo.json'), () => newId('merchant'));
    const merchantId = demo.merchantId as MerchantId;
    const shortcode = await demoShortcode(merchantId, settings, system.ports.simulator);
    await store.shortcodes.save(shortcode);
    await store.merchants.save({
      merchantId,
      name: 'Demo Duka',
      defaultShortcode: shortcode.shortcode,
      corroborateAboveKes: 0,
      reviewAboveKes: null,
      lateSuccess: 'accept',
      webhook: { url: webhookUrl, secret: new Secret(demo.webhookSecret) },
    });
    const apiKey = keyFor(shortcode, demo.apiKey);
    await store.merchants.addApiKey(merchantId, new Secret(apiKey));
    const operatorFile = join(dataDir, 'operator.env');
    const adminUrl = `http://127.0.0.1:${system.ports.operations}`;
    const { isReady } = await demoOperator(store, adminUrl, operatorFile);
    return { ...demo, apiKey, operatorFile: isReady ? operatorFile : null };
  } finally {
    await store.close();
  }
}

/** The kept key is one for tests; where real money moves, only a live one reaches the shortcode. */
function keyFor({ baseUrl }: Shortcode, kept: string): string {
  return modeOfBaseUrl(baseUrl) === 'live' ? kept.replace(/^sk_test_/, 'sk_live_') : kept;
}

/** Points at the simulator, or at the Daraja that the settings name. */
async function demoShortcode(
  merchantId: MerchantId,
  settings: DemoSettings,
  simulatorPort: number,
): Promise<Shortcode> {
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const { darajaBaseUrl, shortcode, passkey, consumerKey, consumerSecret } = settings;
  return {
    shortcode,
    merchantId,
    baseUrl: darajaBaseUrl ?? simulatorUrl,
    transactionType: 'CustomerPayBillOnline',
    partyB: shortcode,
    consumerKey,
    consumerSecret,
    passkey,
    initiator: darajaBaseUrl === null ? await simulatorInitiator(simulatorUrl) : null,
  };
}

async function simulatorInitiator(simulatorUrl: string): Promise<Shortcode['initiator']> {
  const response = await fetch(`${simulatorUrl}/control/certificate`);
  return {
    name: 'testapi',
    password: new Secret('Simulator#2026'),
    certificatePem: await response.text(),
  };
}

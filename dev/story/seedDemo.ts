import { join } from 'node:path';
import type { MerchantId } from '../../domain/ids';
import { Secret } from '../../domain/secret';
import { parseShortcode } from '../../domain/shortcode';
import { readConfig } from '../../config/config';
import { newId } from '../../store/newId';
import { openStore } from '../../store/store';
import type { Shortcode } from '../../store/shortcodes';
import { createKeyring } from '../../workers/wiring';
import { dataDir } from '../places';
import { StartFailure } from '../startFailure';
import type { RunningSystem } from '../system/bringUp';
import { demoCredentials, type DemoCredentials } from './demoCredentials';

/** What Safaricom publishes for its sandbox; the simulator takes the same (Daraja: sandbox). */
const SANDBOX_SHORTCODE = '174379';
const SANDBOX_PASSKEY = 'bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919';

type Environment = Readonly<Record<string, string | undefined>>;

/** Makes the demo merchant with its shortcode, API key and webhook; safe to repeat. */
export async function seedDemo(
  system: RunningSystem,
  webhookUrl: string,
): Promise<DemoCredentials> {
  const config = readConfig(system.environment);
  const store = await openStore(
    { uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, maxPoolSize: 2 },
    createKeyring(config),
  );
  try {
    const demo = demoCredentials(join(dataDir, 'demo.json'), () => newId('merchant'));
    const merchantId = demo.merchantId as MerchantId;
    const shortcode = await demoShortcode(merchantId, process.env, system.ports.simulator);
    await store.shortcodes.save(shortcode);
    await store.merchants.save({
      merchantId,
      name: 'Demo Duka',
      defaultShortcode: shortcode.shortcode,
      corroborateAboveKes: 0,
      webhook: { url: webhookUrl, secret: new Secret(demo.webhookSecret) },
    });
    await store.merchants.addApiKey(merchantId, new Secret(demo.apiKey));
    return demo;
  } finally {
    await store.close();
  }
}

/** Points at the simulator, or at the Daraja that DARAJA_BASE_URL names. */
async function demoShortcode(
  merchantId: MerchantId,
  environment: Environment,
  simulatorPort: number,
): Promise<Shortcode> {
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const elsewhere = darajaBaseUrl(environment);
  const shortcode = parseShortcode(environment['DARAJA_SHORTCODE'] ?? SANDBOX_SHORTCODE);
  if (shortcode === null) throw new StartFailure('DARAJA_SHORTCODE must be five to seven digits.');
  return {
    shortcode,
    merchantId,
    baseUrl: elsewhere ?? simulatorUrl,
    transactionType: 'CustomerPayBillOnline',
    partyB: shortcode,
    consumerKey: new Secret(environment['DARAJA_CONSUMER_KEY'] ?? 'simulator-consumer-key'),
    consumerSecret: new Secret(
      environment['DARAJA_CONSUMER_SECRET'] ?? 'simulator-consumer-secret',
    ),
    passkey: new Secret(environment['DARAJA_PASSKEY'] ?? SANDBOX_PASSKEY),
    initiator: elsewhere === undefined ? await simulatorInitiator(simulatorUrl) : null,
  };
}

/** The Daraja to use instead of the simulator; an empty variable counts as left out. */
function darajaBaseUrl(environment: Environment): string | undefined {
  const given = environment['DARAJA_BASE_URL'];
  if (given === undefined || given === '') return undefined;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given;
  throw new StartFailure(
    'DARAJA_BASE_URL must be a URL with its scheme, such as https://sandbox.safaricom.co.ke.',
  );
}

async function simulatorInitiator(simulatorUrl: string): Promise<Shortcode['initiator']> {
  const response = await fetch(`${simulatorUrl}/control/certificate`);
  return {
    name: 'testapi',
    password: new Secret('Simulator#2026'),
    certificatePem: await response.text(),
  };
}

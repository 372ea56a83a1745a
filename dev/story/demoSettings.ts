import { parseMsisdn } from '../../domain/values/msisdn';
import { Secret } from '../../domain/values/secret';
import { parseShortcode, type ShortcodeNumber } from '../../domain/values/shortcode';
import { StartFailure } from '../startFailure';

/** What Safaricom publishes for its sandbox; the simulator takes the same (Daraja: sandbox). */
const SANDBOX_SHORTCODE = '174379';
const SANDBOX_PASSKEY = 'bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919';
/** The number that Safaricom publishes for tests; on the simulator it always says yes. */
const TEST_PHONE = '254708374149';

/** Whom the demo prompts, and by which Daraja. */
export interface DemoSettings {
  readonly phone: string;
  /** Null for the simulator. */
  readonly darajaBaseUrl: string | null;
  readonly shortcode: ShortcodeNumber;
  readonly passkey: Secret<string>;
  readonly consumerKey: Secret<string>;
  readonly consumerSecret: Secret<string>;
}

/**
 * Reads the demo's variables; an empty one counts as left out.
 * @throws StartFailure that names the variable and what it must be
 */
export function demoSettings(
  environment: Readonly<Record<string, string | undefined>>,
): DemoSettings {
  const given = (name: string, otherwise: string) => environment[name] || otherwise;
  const phone = given('DEMO_PHONE', TEST_PHONE);
  if (!parseMsisdn(phone).ok) {
    throw new StartFailure('DEMO_PHONE must be a Kenyan mobile number, such as 0712 345 678.');
  }
  const shortcode = parseShortcode(given('DARAJA_SHORTCODE', SANDBOX_SHORTCODE));
  if (shortcode === null) throw new StartFailure('DARAJA_SHORTCODE must be five to seven digits.');
  return {
    phone,
    darajaBaseUrl: darajaBaseUrl(environment['DARAJA_BASE_URL'] || null),
    shortcode,
    passkey: new Secret(given('DARAJA_PASSKEY', SANDBOX_PASSKEY)),
    consumerKey: new Secret(given('DARAJA_CONSUMER_KEY', 'simulator-consumer-key')),
    consumerSecret: new Secret(given('DARAJA_CONSUMER_SECRET', 'simulator-consumer-secret')),
  };
}

function darajaBaseUrl(given: string | null): string | null {
  if (given === null) return null;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given;
  throw new StartFailure(
    'DARAJA_BASE_URL must be a URL with its scheme, such as https://sandbox.safaricom.co.ke.',
  );
}

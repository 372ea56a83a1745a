import { parseCompactTime } from '../eastAfricaTime';
import type { Organisation } from '../ledger/shortcodes';
import type { World } from '../world';
import { textField, type Body } from './fields';
import { invalidField, merchantRefusal } from './reply';

const minuteMs = 60_000;

/**
 * Checks Timestamp and Password of M-PESA Express. Timestamp: fourteen digits and a real date, of
 * any age and zone unless a setting asks for East Africa Time to within some minutes. Password:
 * base64 of shortcode, passkey and that timestamp. Throws Refusal.
 */
export function checkPassword(world: World, body: Body, shortcode: string): Organisation {
  const timestamp = checkTimestamp(world, body);
  const password = textField(body, 'Password', 1_000);
  const organisation = world.shortcodes.find(shortcode);
  if (organisation === undefined) throw merchantRefusal('Merchant does not exist');
  const expected = `${shortcode}${organisation.passkey}${timestamp}`;
  if (password !== Buffer.from(expected, 'utf8').toString('base64')) {
    throw merchantRefusal('Wrong credentials');
  }
  return organisation;
}

function checkTimestamp(world: World, body: Body): string {
  const timestamp = textField(body, 'Timestamp', 14);
  const atMs = parseCompactTime(timestamp);
  if (atMs === undefined) throw invalidField('Timestamp');
  const { timestampSkewMinutes } = world.settings.current;
  const skewMs = Math.abs(Date.now() - atMs);
  if (timestampSkewMinutes > 0 && skewMs > timestampSkewMinutes * minuteMs) {
    throw invalidField('Timestamp');
  }
  return timestamp;
}

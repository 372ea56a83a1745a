import { err, ok, type Result } from '../domain/values/result';

/** RFC 7617 section 2: neither part may hold a control character. */
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The Basic authorisation of the user and password in an address (RFC 7617), null where it has
 * neither. An error where the receiver would read another pair than was written.
 */
export function basicAuthorization(url: URL): Result<string | null, 'unsendable'> {
  if (url.username === '' && url.password === '') return ok(null);
  const [user, password] = [octetsOf(url.username), octetsOf(url.password)];
  if (user.includes(':') || CONTROL.test(user) || CONTROL.test(password)) return err('unsendable');
  return ok(`Basic ${Buffer.from(`${user}:${password}`, 'latin1').toString('base64')}`);
}

/** A URL keeps these parts in ASCII. Their octets are sent as they are, one character for each. */
function octetsOf(part: string): string {
  return part.replace(/%([\da-f]{2})/gi, (_escape, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

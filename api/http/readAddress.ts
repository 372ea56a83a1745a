import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/;

/**
 * The IP address in a text as proxies write it: bare, or IPv4 and bracketed IPv6 with a port (RFC
 * 7239, section 6). IPv4 that is written as IPv6 becomes IPv4. Null for everything else, such as
 * the short and octal forms that some readers take for addresses.
 */
export function readAddress(text: string): string | null {
  const [, bracketed, dotted] = WITH_PORT.exec(text) ?? [];
  const address = bracketed ?? dotted ?? text;
  const isPlain = isIP(address) !== 0 && !address.includes('%');
  const isBracketed = bracketed === undefined || isIP(bracketed) === 6;
  return isPlain && isBracketed ? ipaddr.process(address).toString() : null;
}

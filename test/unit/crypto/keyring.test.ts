import { randomBytes } from 'node:crypto';
import { Secret } from '../../../domain/values/secret';
import { Keyring, UnknownKeyError } from '../../../crypto/keyring';

const key = (keyId: string) => ({ keyId, key: new Secret(randomBytes(32)) });
const lookup = new Secret(randomBytes(32));

it('refuses a value that was altered in any byte', () => {
  const ring = new Keyring([key('k1')], lookup);
  const sealed = ring.seal('254708374149', 'phone');
  for (let at = 0; at < sealed.data.length; at += 1) {
    const data = Buffer.from(sealed.data);
    data.writeUInt8(data.readUInt8(at) ^ 1, at);
    expect(() => ring.open({ ...sealed, data }, 'phone')).toThrow();
  }
});

it('refuses a value that was sealed for another purpose', () => {
  const ring = new Keyring([key('k1')], lookup);
  expect(() => ring.open(ring.seal('x', 'phone'), 'webhookSecret')).toThrow();
});

it('names the key that it lacks, and the remedy', () => {
  const sealed = new Keyring([key('old')], lookup).seal('x', 'phone');
  const open = () => new Keyring([key('new')], lookup).open(sealed, 'phone');
  expect(open).toThrow(UnknownKeyError);
  expect(open).toThrow(/"old": add it to ENCRYPTION_KEYS/);
});

it('refuses keys of the wrong length, and no keys at all', () => {
  const short = { keyId: 'k', key: new Secret(randomBytes(16)) };
  expect(() => new Keyring([short], lookup)).toThrow(/256 bits/);
  expect(() => new Keyring([], lookup)).toThrow(/At least one/);
});

// Guarantees that keys rotate: new values under the new key, old values still open.
it('seals with the first key and opens with any', () => {
  const [older, newer] = [key('k1'), key('k2')];
  const before = new Keyring([older], lookup).seal('kept', 'phone');
  const ring = new Keyring([newer, older], lookup);
  expect(ring.open(before, 'phone').toString()).toBe('kept');
  expect(ring.seal('x', 'phone').keyId).toBe('k2');
});

it('hashes equal values alike, and differently for each purpose and key', () => {
  const ring = new Keyring([key('k1')], lookup);
  const other = new Keyring([key('k1')], new Secret(randomBytes(32)));
  const hash = ring.lookupHash('254708374149', 'phone');
  expect(ring.lookupHash('254708374149', 'phone')).toBe(hash);
  expect(ring.lookupHash('254708374149', 'other')).not.toBe(hash);
  expect(other.lookupHash('254708374149', 'phone')).not.toBe(hash);
});

import { Cursors } from '../../../crypto/cursors';
import { Keyring } from '../../../crypto/keyring';
import { Secret } from '../../../domain/values/secret';

const keyringWith = (lookup: number) =>
  new Keyring(
    [{ keyId: 'k1', key: new Secret(Buffer.alloc(32, 1)) }],
    new Secret(Buffer.alloc(32, lookup)),
  );
const cursors = new Cursors(keyringWith(2));
const cursor = cursors.make('list', 'pay_1');

// Guarantees that nobody can point a list at a place that it was not given (OWASP API1).
it('opens in no other list and with no other key', () => {
  expect(cursors.read('other list', cursor)).toBeNull();
  expect(new Cursors(keyringWith(3)).read('list', cursor)).toBeNull();
});

it('opens with no character changed, added or left out', () => {
  for (let place = 0; place < cursor.length; place += 1) {
    const other = cursor[place] === 'A' ? 'B' : 'A';
    const changed = cursor.slice(0, place) + other + cursor.slice(place + 1);
    expect(cursors.read('list', changed)).toBeNull();
  }
  for (const text of ['', '.', `${cursor}=`, `${cursor} `, cursor.slice(1), 'x'.repeat(5_000)]) {
    expect(cursors.read('list', text)).toBeNull();
  }
});

it('opens as it was made', () => {
  expect(cursors.read('list', cursor)).toBe('pay_1');
});

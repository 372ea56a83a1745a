import { sandboxShortcode } from '../kit/demoMerchant';
import { newId } from '../../crypto/newId';
import { openTestStore, type TestStore } from '../kit/testStore';

let test: TestStore;

beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

// Guarantees that a shortcode which no push could leave by is refused when it is written, not when
// a customer waits.
it.each(['', '127.0.0.1:8150', 'sandbox.safaricom.co.ke', 'ftp://example.test'])(
  'refuses the base URL "%s"',
  async (baseUrl) => {
    const entry = { ...sandboxShortcode(newId('merchant'), baseUrl) };
    await expect(test.store.shortcodes.save(entry)).rejects.toThrow(/URL/i);
    expect(await test.store.shortcodes.find(entry.shortcode)).toBeNull();
  },
);

it('gives back what was saved', async () => {
  const entry = sandboxShortcode(newId('merchant'), 'https://example.test');
  await test.store.shortcodes.save(entry);
  const found = await test.store.shortcodes.find(entry.shortcode);
  expect(found).toMatchObject({ baseUrl: entry.baseUrl, merchantId: entry.merchantId });
  expect(found?.passkey.expose()).toBe(entry.passkey.expose());
});

import { demoSettings } from '../../dev/story/demoSettings';

// Guarantees that a mistyped variable is named before anything is started or anybody prompted.
it.each([
  ['DEMO_PHONE', '0722000'],
  ['DEMO_PHONE', '+256712345678'],
  ['DARAJA_SHORTCODE', '17'],
  ['DARAJA_BASE_URL', 'sandbox.safaricom.co.ke'],
])('refuses %s=%s by name', (name, value) => {
  expect(() => demoSettings({ [name]: value })).toThrow(new RegExp(`^${name} must be `));
});

it('takes an empty variable for one that was left out', () => {
  const names = ['DEMO_PHONE', 'DARAJA_BASE_URL', 'DARAJA_SHORTCODE', 'DARAJA_PASSKEY'];
  const empty = Object.fromEntries(names.map((name) => [name, '']));
  expect(demoSettings(empty)).toEqual(demoSettings({}));
  expect(demoSettings({})).toMatchObject({ shortcode: '174379', darajaBaseUrl: null });
});

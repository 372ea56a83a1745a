import { baseUrlFault, keyReaches, modeOfBaseUrl } from '../../../domain/merchant/mode';

// Guarantees that no spelling of Safaricom's address passes for a place without real money (A61).
it.each([
  ['https://api.safaricom.co.ke', 'live'],
  ['https://api.safaricom.co.ke/', 'live'],
  ['https://API.Safaricom.co.ke:443/v1', 'live'],
  ['https://api.safaricom.co.ke.', 'live'],
  ['http://api.safaricom.co.ke', 'live'],
  ['https://other.safaricom.co.ke', 'live'],
  ['https://sandbox.safaricom.co.ke', 'sandbox'],
  ['http://127.0.0.1:7406', 'simulated'],
  ['https://daraja.example.test', 'simulated'],
  ['https://notsafaricom.co.ke', 'simulated'],
  ['', 'simulated'],
])('takes a shortcode at "%s" for %s', (baseUrl, mode) => {
  expect(modeOfBaseUrl(baseUrl)).toBe(mode);
});

it('lets live keys reach live shortcodes alone, and test keys all others', () => {
  const reached = (['live', 'test'] as const).map((key) =>
    (['live', 'sandbox', 'simulated'] as const).filter((mode) => keyReaches(key, mode)),
  );
  expect(reached).toEqual([['live'], ['sandbox', 'simulated']]);
});

it.each([
  ['live', 'https://sandbox.safaricom.co.ke'],
  ['live', 'http://api.safaricom.co.ke'],
  ['live', 'https://api.safaricom.co.ke.'],
  ['live', 'https://api.safaricom.co.ke.example.test'],
  ['live', 'http://127.0.0.1:7406'],
  ['sandbox', 'https://api.safaricom.co.ke'],
  ['sandbox', 'http://127.0.0.1:7406'],
  ['simulated', 'https://api.safaricom.co.ke'],
  ['simulated', 'https://sandbox.safaricom.co.ke'],
] as const)('refuses in the mode %s the base URL %s', (mode, baseUrl) => {
  expect(baseUrlFault(mode, baseUrl)).toMatchObject({ field: 'baseUrl' });
});

it.each([
  ['live', 'https://api.safaricom.co.ke'],
  ['sandbox', 'https://sandbox.safaricom.co.ke'],
  ['simulated', 'http://127.0.0.1:7406'],
] as const)('takes in the mode %s the base URL %s', (mode, baseUrl) => {
  expect(baseUrlFault(mode, baseUrl)).toBeNull();
});

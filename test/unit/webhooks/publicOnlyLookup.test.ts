import type { LookupAddress, LookupOptions } from 'node:dns';
import { isPublicAddress, publicOnlyLookup } from '../../../webhooks/publicOnlyLookup';

const PUBLIC = [
  '8.8.8.8',
  '196.201.214.200',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '169.253.255.255',
  '192.167.255.255',
  '223.255.255.254',
  '2606:4700:4700::1111',
  '2a03:2880:f12f:83:face:b00c:0:25de',
  '::ffff:8.8.8.8',
];

const NOT_PUBLIC: ReadonlyArray<readonly [kind: string, ...addresses: string[]]> = [
  ['loopback', '127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1'],
  ['private', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ['link-local', '169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
  ['unspecified', '0.0.0.0', '0.1.2.3', '::'],
  ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
  ['unique local', 'fc00::1', 'fd00:ec2::254', 'fdff:ffff::1'],
  ['site-local of old', 'fec0::1'],
  ['mapped IPv4', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254'],
  ['translated IPv4', '::ffff:0:10.0.0.1'],
  ['IPv4 in the compatible form', '::127.0.0.1', '::10.0.0.1'],
  ['NAT64', '64:ff9b::10.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::10.0.0.1'],
  ['6to4 and Teredo', '2002:7f00:1::', '2002:a00:1::1', '2001:0:1::1'],
  ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  ['benchmarking', '198.18.0.1', '198.19.255.255'],
  ['protocol assignments', '192.0.0.1', '192.0.0.170', '192.88.99.1'],
  ['multicast', '224.0.0.1', '239.255.255.255', 'ff02::1'],
  ['reserved and broadcast', '240.0.0.1', '255.255.255.255', '100::1'],
  ['other writings of loopback', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '0x7f000001'],
  [
    'no address at all',
    '',
    'localhost',
    'example.com',
    '256.1.1.1',
    '1.2.3.4/8',
    ' 8.8.8.8',
    '[::1]',
  ],
];

it.each(PUBLIC)('takes %s for public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

// Guarantees that no address of our own network, however it is written, passes for one of the
// internet (A28).
it.each(NOT_PUBLIC)('refuses what is %s', (_kind, ...addresses) => {
  expect(addresses.filter(isPublicAddress)).toEqual([]);
});

type Found = { error: NodeJS.ErrnoException | null; address: string | LookupAddress[] };

function resolve(name: string, options: LookupOptions): Promise<Found> {
  return new Promise((done) => {
    publicOnlyLookup(name, options, (error, address) => done({ error, address }));
  });
}

// Guarantees that a name is judged by what it resolves to, for the connection itself (A28, A29).
it.each([
  ['localhost', {}],
  ['localhost', { all: true }],
  ['localhost', { family: 4 }],
  ['127.0.0.1', {}],
  ['::1', { all: true }],
  ['::ffff:127.0.0.1', {}],
  ['2130706433', {}],
] as ReadonlyArray<readonly [string, LookupOptions]>)(
  'refuses to resolve %s with %j',
  async (name, options) => {
    const { error, address } = await resolve(name, options);
    expect(error).toMatchObject({ code: 'EPRIVATE' });
    expect(address).toEqual([]);
  },
);

it('hands a public address on, as one or as a list', async () => {
  const one = await resolve('8.8.8.8', {});
  expect(one).toEqual({ error: null, address: '8.8.8.8' });
  const all = await resolve('8.8.8.8', { all: true });
  expect(all).toEqual({ error: null, address: [{ address: '8.8.8.8', family: 4 }] });
});

it("hands the resolver's own failure on", async () => {
  // Longer than any name can be, so that no server is asked.
  const { error } = await resolve('x'.repeat(300), {});
  expect(error).not.toBeNull();
  expect(error?.code).not.toBe('EPRIVATE');
});

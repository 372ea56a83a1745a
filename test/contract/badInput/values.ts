/** Text that looks like the operators, prototypes and numbers of the layers below. */
const ODD_TEXTS = [
  '',
  ' ',
  'NaN',
  'Infinity',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  '٣',
  '99999999999999999999',
  'null',
  'true',
  '{"$gt":""}',
  '$where',
  '__proto__',
  'constructor',
  "' || '1'=='1",
  '../../etc/passwd',
  'a\u0000b',
  'a\u202eb',
  'a\ud800b',
  'a\r\nX-Injected: 1',
];

/** Names that JavaScript or MongoDB give a meaning of their own, and one that nobody knows. */
export const STRANGE_NAMES = [
  'stranger',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '$where',
  '$set',
  'a.b',
  '',
];

/** An object with one own property, whatever its name means to JavaScript. */
export function objectWith(name: string, value: unknown): object {
  return JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as object;
}

/** What a field of a body may be given instead of what it takes. */
export const BAD_VALUES: readonly unknown[] = [
  ...ODD_TEXTS,
  'x'.repeat(30_000),
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  [],
  [''],
  [null],
  [['a']],
  {},
  { $gt: '' },
  { $ne: null },
  { $where: '1' },
  { $regex: '.*' },
  { $in: [] },
  ...STRANGE_NAMES.map((name) => objectWith(name, {})),
  { toString: 1, valueOf: 1 },
  { length: 1, 0: 'a' },
];

/** What a parameter of a query may be given. A half of a pair cannot be written there. */
export const BAD_TEXTS: readonly string[] = [
  ...ODD_TEXTS.filter((text) => !/\p{Cs}/u.test(text)),
  'x'.repeat(6_000),
];

/** Pieces of paths that stand there as they are: wrong escapes, and what they may hide. */
export const BAD_PATH_PARTS: readonly string[] = [
  ...BAD_TEXTS.filter((text) => !/^\s*$/.test(text)).map((text) => encodeURIComponent(text)),
  '%zz',
  '%ff',
  '%00',
  '%2e%2e%2f',
  '%',
];

/** Bodies that are not JSON in UTF-8. */
export const BAD_BODIES: readonly (string | Buffer)[] = [
  '',
  '{',
  '{"a":1}}',
  "{'a':1}",
  '{"a":NaN}',
  '{"a":1,"a":2}',
  '{"a":1.00000000000000000001}',
  '['.repeat(5_000),
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  Buffer.from('\ufeff{"a":1', 'utf16le'),
  Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
];

/** Content types that are none of JSON in UTF-8. */
export const BAD_TYPES: readonly (string | undefined)[] = [
  undefined,
  'text/plain',
  'text/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset=latin1',
  'application/problem+json',
  'nonsense',
];

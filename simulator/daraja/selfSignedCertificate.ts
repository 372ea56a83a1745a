import { sign, type KeyObject } from 'node:crypto';

const dayMs = 86_400_000;
const validDaysMax = 3_650;

/**
 * An X.509 certificate (RFC 5280) in PEM over a key of the simulator. Clients read nothing of it
 * but the key, so that it has a name, dates and a signature, and no extensions.
 */
export function selfSignedCertificate(
  name: string,
  keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  nowMs: number,
): string {
  const issuer = distinguishedName(name);
  const validity = sequence(time(nowMs - dayMs), time(nowMs + validDaysMax * dayMs));
  const toBeSigned = sequence(
    // Explicitly tagged 0: version 3 of the format is written as 2.
    element(0xa0, element(tag.integer, Buffer.of(2))),
    serialNumber(nowMs),
    sha256WithRsa,
    issuer,
    validity,
    issuer,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, keys.privateKey);
  return pem(sequence(toBeSigned, sha256WithRsa, bitString(signature)));
}

const tag = {
  integer: 0x02,
  bitString: 0x03,
  nothing: 0x05,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

/** 1.2.840.113549.1.1.11, sha256WithRSAEncryption, which takes no parameters. */
const sha256WithRsa = sequence(
  element(tag.objectId, Buffer.from('2a864886f70d01010b', 'hex')),
  element(tag.nothing, Buffer.alloc(0)),
);

/** 2.5.4.3, common name. */
const commonName = element(tag.objectId, Buffer.from('550403', 'hex'));

/** One element of DER: its tag, its length in the shortest form, its content. */
function element(tagByte: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tagByte, length), content]);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tagByte, 0x80 | bytes.length), bytes, content]);
}

function sequence(...elements: readonly Buffer[]): Buffer {
  return element(tag.sequence, Buffer.concat(elements));
}

/** Whole bytes, so that no bit at the end is left unused. */
function bitString(content: Buffer): Buffer {
  return element(tag.bitString, Buffer.concat([Buffer.of(0), content]));
}

/** The clock behind a byte of 1, which keeps the number positive and without a zero in front. */
function serialNumber(nowMs: number): Buffer {
  const clock = Buffer.from(nowMs.toString(16).padStart(16, '0'), 'hex');
  return element(tag.integer, Buffer.concat([Buffer.of(1), clock]));
}

function distinguishedName(name: string): Buffer {
  const value = element(tag.utf8String, Buffer.from(name, 'utf8'));
  return sequence(element(tag.set, sequence(commonName, value)));
}

/** `YYMMDDHHmmssZ`, which RFC 5280 wants for every year before 2050. */
function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return element(tag.utcTime, Buffer.from(`${digits}Z`, 'ascii'));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

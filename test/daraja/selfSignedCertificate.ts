import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const NULL = 0x05;
const OBJECT_ID = 0x06;
const UTF8 = 0x0c;
const UTC_TIME = 0x17;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length);
  return Buffer.concat([Buffer.from([tag, 0x82]), length, content]);
}

const SHA256_WITH_RSA = der(
  SEQUENCE,
  der(OBJECT_ID, Buffer.from('2a864886f70d01010b', 'hex')),
  der(NULL),
);

function name(commonName: string): Buffer {
  const type = der(OBJECT_ID, Buffer.from('550403', 'hex'));
  return der(SEQUENCE, der(SET, der(SEQUENCE, type, der(UTF8, Buffer.from(commonName)))));
}

export interface Certificate {
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  readonly privateKeyPem: string;
}

/** A certificate that nobody vouches for, made in each run, so that no key is ever stored. */
export function selfSignedCertificate(commonName: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const validity = ['200101000000Z', '491231235959Z'].map((at) => der(UTC_TIME, Buffer.from(at)));
  const body = der(
    SEQUENCE,
    der(INTEGER, Buffer.from([1])),
    SHA256_WITH_RSA,
    name(commonName),
    der(SEQUENCE, ...validity),
    name(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = der(
    SEQUENCE,
    body,
    SHA256_WITH_RSA,
    der(BIT_STRING, Buffer.concat([Buffer.from([0]), signature])),
  );
  const base64 = (whole.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    privateKey,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

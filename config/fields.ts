import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from '../domain/values/secret';

const KEY_BYTES = 32;

/** `Number('')` is 0, which would make of an empty variable "any free port". */
// The type is zod's to infer.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function numeric<T extends z.ZodType>(schema: T) {
  return z.preprocess((text) => (text === '' ? Number.NaN : text), schema);
}

export const port = numeric(z.coerce.number().int().min(0).max(65_535));
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** Addresses and CIDR ranges; a slip of the pen here could let everyone in. */
export const addressList = list.superRefine((entries, context) => {
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    if (bits < 0 || !fits || rest.length > 0) {
      context.addIssue({ code: 'custom', message: `"${entry}" must be an IP address or a range` });
    }
  }
});

/** Names by which a listener is called, without scheme, port or path. */
export const hostNames = list.superRefine((names, context) => {
  for (const name of names) {
    if (/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name) || isIP(name) !== 0) continue;
    context.addIssue({ code: 'custom', message: `"${name}" must be a host name or an IP address` });
  }
});

export const encryptionKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map((item) => {
    const [keyId = '', encoded = ''] = item.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(keyId) || key.length !== KEY_BYTES) {
      context.addIssue({
        code: 'custom',
        message: 'must be "<id>:<base64 of 32 bytes>", comma between keys, current one first',
      });
    }
    return { keyId, key: new Secret(key) };
  });
  // Two keys under one id: what the second sealed could never be opened again.
  if (new Set(keys.map(({ keyId }) => keyId)).size < keys.length) {
    context.addIssue({ code: 'custom', message: 'must give every key an id of its own' });
  }
  return keys;
});

/** What `workflows/taskQueues.ts` names; a worker whose table lacks one does not compile. */
const TASK_QUEUES = ['payments', 'daraja', 'webhooks', 'upkeep'] as const;

export const queueList = list.pipe(z.array(z.enum(TASK_QUEUES)).min(1)).default([...TASK_QUEUES]);

export const secretKey = z.string().transform((encoded, context) => {
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== KEY_BYTES) {
    context.addIssue({ code: 'custom', message: 'must be the base64 of 32 bytes' });
  }
  return new Secret(key);
});

/** Safaricom's callback addresses as published for whitelisting (Daraja: Go Live). */
export const SAFARICOM_SOURCES = [
  '196.201.214.200,196.201.214.206,196.201.214.207,196.201.214.208',
  '196.201.213.114,196.201.213.44,196.201.212.127,196.201.212.138',
  '196.201.212.129,196.201.212.136,196.201.212.74,196.201.212.69',
].join(',');

/** Safaricom is given it with a path of ours added: more than an origin and a path is a slip. */
export const callbackBaseUrl = z.url({ protocol: /^https?$/ }).superRefine((text, context) => {
  if (!URL.canParse(text)) return;
  const { username, password, search, hash } = new URL(text);
  const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const rules: readonly (readonly [boolean, string])[] = [
    [username + password === '', 'must hold no credentials: Safaricom would be told them'],
    [search + hash === '' && !/[?#]$/.test(text), 'must end in no query and no fragment'],
    [host === host.toLowerCase(), 'must have a host in lower case (Daraja: CallBackURL)'],
  ];
  for (const [isKept, message] of rules) {
    if (!isKept) context.addIssue({ code: 'custom', message });
  }
});

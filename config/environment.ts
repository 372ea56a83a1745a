import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from '../domain/values/secret';

const KEY_BYTES = 32;

/** `Number('')` is 0, which would make of an empty variable "any free port". */
function numeric<T extends z.ZodType>(schema: T) {
  return z.preprocess((text) => (text === '' ? Number.NaN : text), schema);
}

const port = numeric(z.coerce.number().int().min(0).max(65_535));
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** Addresses and CIDR ranges; a slip of the pen here could let everyone in. */
const addressList = list.superRefine((entries, context) => {
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
const hostNames = list.superRefine((names, context) => {
  for (const name of names) {
    if (/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name) || isIP(name) !== 0) continue;
    context.addIssue({ code: 'custom', message: `"${name}" must be a host name or an IP address` });
  }
});

const encryptionKeys = z.string().transform((text, context) => {
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
const TASK_QUEUES = ['payments', 'daraja', 'webhooks'] as const;

const queueList = list.pipe(z.array(z.enum(TASK_QUEUES)).min(1)).default([...TASK_QUEUES]);

const secretKey = z.string().transform((encoded, context) => {
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== KEY_BYTES) {
    context.addIssue({ code: 'custom', message: 'must be the base64 of 32 bytes' });
  }
  return new Secret(key);
});

/** Safaricom's callback addresses as published for whitelisting (Daraja: Go Live). */
const SAFARICOM_SOURCES = [
  '196.201.214.200,196.201.214.206,196.201.214.207,196.201.214.208',
  '196.201.213.114,196.201.213.44,196.201.212.127,196.201.212.138',
  '196.201.212.129,196.201.212.136,196.201.212.74,196.201.212.69',
].join(',');

/** Safaricom is given it with a path of ours added: more than an origin and a path is a slip. */
const callbackBaseUrl = z.url({ protocol: /^https?$/ }).superRefine((text, context) => {
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

/** Every setting that the environment may give. Read once, in `readConfig`. */
export const environmentSchema = z.object({
  HAKIKA_ENV: z.enum(['local', 'sandbox', 'production']),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),

  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, 'must be a mongodb:// address')
    .transform((uri) => new Secret(uri)),
  MONGODB_DATABASE: z
    .string()
    .regex(/^[\w-]{1,63}$/, 'may hold only letters, digits, _ and -')
    .default('hakika'),
  MONGODB_MAX_POOL_SIZE: numeric(z.coerce.number().int().positive()).default(50),

  TEMPORAL_ADDRESS: z.string().regex(/^\S+:\d{1,5}$/, 'must be host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TASK_QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]*$/, 'may hold only a-z, 0-9 and -')
    .default(''),
  TEMPORAL_UI_URL: z.url().optional(),

  ENCRYPTION_KEYS: encryptionKeys,
  LOOKUP_HASH_KEY: secretKey,
  CALLBACK_PROOF_KEY: secretKey,

  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(7400),
  CALLBACK_HOST: z.string().default('127.0.0.1'),
  CALLBACK_PORT: port.default(7401),
  CALLBACK_BASE_URL: callbackBaseUrl,
  CALLBACK_SOURCES: addressList.default(SAFARICOM_SOURCES.split(',')),
  TRUSTED_PROXIES: addressList.default([]),
  OPERATIONS_HOST: z.string().default('127.0.0.1'),
  OPERATIONS_PORT: port.default(7402),
  OPERATIONS_HOSTS: hostNames.default([]),
  WORKER_OPERATIONS_PORT: port.default(7408),

  COUNT_STORE_COMMANDS: z.stringbool().default(false),
  WORKER_QUEUES: queueList,
  DARAJA_REQUESTS_PER_SECOND: numeric(z.coerce.number().positive()).default(100),
  MAX_CACHED_WORKFLOWS: numeric(z.coerce.number().int().positive()).default(300),
  WORKFLOW_BUNDLE_PATH: z.string().optional(),
  TIMING_SCALE: numeric(z.coerce.number().positive().max(1)).default(1),
});

export type Environment = z.infer<typeof environmentSchema>;

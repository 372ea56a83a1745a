import { z } from 'zod';
import { Secret } from '../domain/values/secret';
import {
  addressList,
  callbackBaseUrl,
  encryptionKeys,
  hostNames,
  numeric,
  port,
  queueList,
  SAFARICOM_SOURCES,
  secretKey,
} from './fields';

/**
 * Every setting that the environment may give, in a section for each part that reads it. A new one
 * goes into the section of its part, and its meaning into `dev/generate/settingMeanings.ts`.
 */
export const SECTIONS = {
  /** What every process is told of where it runs. */
  process: {
    HAKIKA_ENV: z.enum(['local', 'sandbox', 'production']),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    TIMING_SCALE: numeric(z.coerce.number().positive().max(1)).default(1),
  },
  store: {
    MONGODB_URI: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\/\S+$/, 'must be a mongodb:// address')
      .transform((uri) => new Secret(uri)),
    MONGODB_DATABASE: z
      .string()
      .regex(/^[\w-]{1,63}$/, 'may hold only letters, digits, _ and -')
      .default('hakika'),
    MONGODB_MAX_POOL_SIZE: numeric(z.coerce.number().int().positive()).default(50),
    COUNT_STORE_COMMANDS: z.stringbool().default(false),
  },
  engine: {
    TEMPORAL_ADDRESS: z.string().regex(/^\S+:\d{1,5}$/, 'must be host:port'),
    TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
    TASK_QUEUE_PREFIX: z
      .string()
      .regex(/^[a-z0-9-]*$/, 'may hold only a-z, 0-9 and -')
      .default(''),
  },
  keys: {
    ENCRYPTION_KEYS: encryptionKeys,
    LOOKUP_HASH_KEY: secretKey,
  },
  /** What tells answers to questions of ours from forgeries. */
  proof: { CALLBACK_PROOF_KEY: secretKey },
  /** The worker gives it to Safaricom, the API looks whether it leads to itself. */
  callbacks: { CALLBACK_BASE_URL: callbackBaseUrl },
  operations: {
    OPERATIONS_HOST: z.string().default('127.0.0.1'),
    OPERATIONS_HOSTS: hostNames.default([]),
  },
  api: {
    API_HOST: z.string().default('127.0.0.1'),
    API_PORT: port.default(7400),
    CALLBACK_HOST: z.string().default('127.0.0.1'),
    CALLBACK_PORT: port.default(7401),
    CALLBACK_SOURCES: addressList.default(SAFARICOM_SOURCES.split(',')),
    TRUSTED_PROXIES: addressList.default([]),
    OPERATIONS_PORT: port.default(7402),
    TEMPORAL_UI_URL: z.url().optional(),
  },
  worker: {
    WORKER_QUEUES: queueList,
    WORKER_OPERATIONS_PORT: port.default(7408),
    PHONE_WAIT_SECONDS: numeric(z.coerce.number().int().min(0).max(110)).default(60),
    PHONE_PAUSE_SECONDS: numeric(z.coerce.number().int().min(0).max(3600)).default(60),
    PHONE_PROMPTS_PER_TEN_MINUTES: numeric(z.coerce.number().int().min(1).max(500)).default(5),
    PHONE_PROMPTS_PER_DAY: numeric(z.coerce.number().int().min(1).max(500)).default(20),
    DARAJA_REQUESTS_PER_SECOND: numeric(z.coerce.number().positive()).default(100),
    MAX_CACHED_WORKFLOWS: numeric(z.coerce.number().int().positive()).default(300),
    WORKFLOW_BUNDLE_PATH: z.string().optional(),
  },
} as const;

export type SectionName = keyof typeof SECTIONS;

const SHARED = ['process', 'store', 'engine', 'keys'] as const;

/** The sections that each process reads; it neither needs nor checks the others. */
export const READ_BY = {
  api: [...SHARED, 'proof', 'callbacks', 'operations', 'api'],
  worker: [...SHARED, 'proof', 'callbacks', 'operations', 'worker'],
  setup: SHARED,
} as const satisfies Record<string, readonly SectionName[]>;

export type ProcessName = keyof typeof READ_BY;

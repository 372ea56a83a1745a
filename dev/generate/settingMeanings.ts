import type { Environment } from '../../config/environment';

/** What each setting is for. A setting without a line here does not compile. */
export const MEANINGS: Readonly<Record<keyof Environment, string>> = {
  HAKIKA_ENV:
    'Where the process runs. `local` allows plain http for callbacks and webhooks, webhooks to ' +
    'addresses that are not public, the codec server and a `TIMING_SCALE` other than 1. ' +
    '`production` takes no API keys that begin with `sk_test_`.',
  LOG_LEVEL: 'The least severe lines that are written to standard output.',
  MONGODB_URI:
    'Secret, since it may hold a password. The MongoDB server, a replica set (one node is enough).',
  MONGODB_DATABASE: 'The database in it.',
  MONGODB_MAX_POOL_SIZE: 'Connections to MongoDB at once, for each process.',
  TEMPORAL_ADDRESS: 'The Temporal server, `host:port`.',
  TEMPORAL_NAMESPACE: 'The namespace in it.',
  TASK_QUEUE_PREFIX: 'Put before the names of the task queues, so that systems can share a server.',
  TEMPORAL_UI_URL: 'The Temporal Web UI, the only page that may ask the codec server.',
  ENCRYPTION_KEYS:
    'Secret. `<id>:<base64 of 32 bytes>`, comma between keys. The first seals, all of them open. ' +
    'To change keys give the new one to every process as its last key, then as its first, and ' +
    'keep the old ones: see the runbook on rotating keys.',
  LOOKUP_HASH_KEY:
    'Secret. Base64 of 32 bytes, with which phone numbers and other private values are hashed to ' +
    'be found again. It cannot be changed without rewriting the stored hashes.',
  CALLBACK_PROOF_KEY:
    'Secret. Base64 of 32 bytes, by which answers of Transaction Status are told from forgeries. ' +
    'Changed, it makes the addresses void that Safaricom was given before.',
  API_HOST: 'The address on which the public API listens.',
  API_PORT: 'Its port; 0 picks a free one.',
  CALLBACK_HOST: 'The address on which the callback listener listens.',
  CALLBACK_PORT: 'Its port; 0 picks a free one.',
  CALLBACK_BASE_URL:
    'Where Safaricom reaches the callback listener; the start of each CallBackURL. The API looks ' +
    'by it whether that leads to itself.',
  CALLBACK_SOURCES:
    'Addresses or networks (`a.b.c.d/n`) from which callbacks are taken, comma between them. The ' +
    'default is what integrators list for Safaricom when they go live.',
  TRUSTED_PROXIES:
    'Addresses of the proxies in front whose X-Forwarded-For is believed, comma between them.',
  OPERATIONS_HOST: 'The address on which the operations listeners of API and worker listen.',
  OPERATIONS_HOSTS:
    'Names under which the operations listeners are called, comma between them, such as those of ' +
    'the containers. `localhost`, `OPERATIONS_HOST` and the address that was called are always ' +
    'allowed; a request that names another host gets 421, so that no web page can pretend to be ' +
    'one of them.',
  OPERATIONS_PORT: 'The port of the operations listener of the API.',
  WORKER_OPERATIONS_PORT: 'The port of the operations listener of the worker.',
  COUNT_STORE_COMMANDS: 'Counts the commands sent to MongoDB, in `hakika_store_commands_total`.',
  WORKER_QUEUES:
    'The task queues that this worker serves, comma between them. Left out, all of them; named, ' +
    'heavy work can be given processes of its own.',
  PHONE_WAIT_SECONDS:
    'How long a payment waits for a phone on which another prompt is open, before it fails with ' +
    '`phone_busy`.',
  PHONE_PAUSE_SECONDS: 'How long a phone is not prompted after its customer cancelled a prompt.',
  PHONE_PROMPTS_PER_TEN_MINUTES:
    'The most prompts to one phone in ten minutes, over all merchants.',
  PHONE_PROMPTS_PER_DAY: 'The most prompts to one phone in 24 hours, over all merchants.',
  DARAJA_REQUESTS_PER_SECOND:
    'How many activities on the task queue `daraja` the Temporal server hands out in a second, ' +
    'over all workers.',
  MAX_CACHED_WORKFLOWS:
    'Open payments that a worker keeps in memory, at some 150 kB each; others are replayed from ' +
    'their history when something happens to them.',
  WORKFLOW_BUNDLE_PATH: 'A bundle made beforehand; without it the worker bundles at start.',
  TIMING_SCALE: 'Shortens the waits of a payment, for trials only: 0.1 is ten times as fast.',
};

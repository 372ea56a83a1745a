import type { PortPlan } from './portPlan';
import type { LocalSecrets } from './secrets';

/** What the programs of the system must be told. */
export interface SystemFacts {
  readonly ports: PortPlan;
  readonly secrets: LocalSecrets;
  readonly temporalAddress: string;
  readonly temporalUiUrl: string;
  readonly mongodbUri: string;
}

/** The environment in which setup, worker and API run: the same for all, read by config/. */
export function programEnvironment(facts: SystemFacts): Record<string, string> {
  const { ports, secrets } = facts;
  return {
    HAKIKA_ENV: 'local',
    MONGODB_URI: facts.mongodbUri,
    MONGODB_DATABASE: 'hakika',
    TEMPORAL_ADDRESS: facts.temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_UI_URL: facts.temporalUiUrl,
    TASK_QUEUE_PREFIX: 'hakika',
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    LOOKUP_HASH_KEY: secrets.lookupHashKey,
    CALLBACK_PROOF_KEY: secrets.callbackProofKey,
    API_PORT: String(ports.api),
    CALLBACK_PORT: String(ports.callbacks),
    CALLBACK_BASE_URL: `http://127.0.0.1:${ports.callbacks}`,
    // The simulated Safaricom calls back from this machine.
    CALLBACK_SOURCES: '127.0.0.1',
    // Anyone who tries the product prompts one phone all the time.
    PHONE_PROMPTS_PER_TEN_MINUTES: '500',
    PHONE_PROMPTS_PER_DAY: '500',
    OPERATIONS_PORT: String(ports.operations),
    WORKER_OPERATIONS_PORT: String(ports.workerOperations),
  };
}

import type { DoctorProbes } from '../api/admin/doctor/probes';
import type { ConfigOf } from '../config/config';
import { raceAddresses } from '../daraja/http/raceAddresses';
import type { DarajaPorts } from '../daraja/ports';
import { proveToken } from '../daraja/proveToken';
import { reach } from '../webhooks/reach';

const REACH_TIMEOUT_MS = 4_000;

/** Gives the doctor the real things to look with. */
export function doctorProbes(config: ConfigOf<'api'>, ports: DarajaPorts): DoctorProbes {
  const reaching = { connectorFor: raceAddresses, timeoutMs: REACH_TIMEOUT_MS };
  return {
    settings: {
      environment: config.HAKIKA_ENV,
      logLevel: config.LOG_LEVEL,
      callbackBaseUrl: config.CALLBACK_BASE_URL,
      encryptionKeyIds: config.ENCRYPTION_KEYS.map(({ keyId }) => keyId),
    },
    tokenOf: (shortcode) => proveToken(ports, shortcode),
    reachOurs: (address) => reach(address, { ...reaching, allowPrivate: true }),
    reachMerchants: (address) => reach(address, { ...reaching, allowPrivate: config.isLocal }),
  };
}

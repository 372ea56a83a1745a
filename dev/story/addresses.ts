import type { RunningSystem } from '../system/bringUp';
import { shownPath } from '../processes/log';
import type { SeededDemo } from './seedDemo';

/** A number that the shell makes each time, so that the line can be pasted again at once. */
const RANDOM = "$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')";

/** What a person needs next: where everything is, and a command that works when pasted. */
export function addresses(system: RunningSystem, demo: SeededDemo, phone: string): string[] {
  const { ports, temporalUiUrl } = system;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return [
    '',
    `  Public API           ${at(ports.api)}/v1/payments`,
    `  Temporal UI          ${temporalUiUrl}`,
    `  Simulated Safaricom  ${at(ports.simulator)}`,
    `  Callbacks            ${at(ports.callbacks)}`,
    `  Health and metrics   ${at(ports.operations)}/ready, /metrics`,
    `  MongoDB              ${system.mongodbUri}`,
    `  Webhook secret       ${demo.webhookSecret}`,
    '',
    'Make another payment (paste it; the customer says yes after a moment, to one at a time):',
    '',
    `curl -sS -w '\\n' ${at(ports.api)}/v1/payments -H 'Authorization: Bearer ${demo.apiKey}' ` +
      `-H "Idempotency-Key: curl-${RANDOM}" -H 'Content-Type: application/json' ` +
      `-d '{"amountKes":75,"phone":"${phone}","reference":"C'${RANDOM}'"}'`,
    '',
    ...operating(demo.operatorFile),
  ];
}

/** A shell reads the key from its file: a line with the key would stay in the history. */
function operating(operatorFile: string | null): string[] {
  if (operatorFile === null) return [];
  const line = `. ${shownPath(operatorFile)} && npx hakika merchants list`;
  return ['Operate it from another terminal (see docs/quickstart.md):', '', line, ''];
}

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ApiDependencies } from '../../../dependencies';
import { selfTestAddress } from '../../../callbacks/selfTest';
import { certificateFound } from '../certificate';
import { fault, fine, type Check, type Found } from '../finding';

const TIMEOUT_MS = 4_500;

const answerSchema = z.strictObject({ proof: z.string() });

/** Whether the address that Safaricom is given leads to this installation. */
export const callbacks: Check = {
  area: 'callbacks',
  whenBlind: 'See the runbook "no callbacks arrive".',
  async look(deps) {
    const { doctor } = deps;
    const { callbackBaseUrl } = doctor.settings;
    const [itself, reached] = await Promise.all([
      askItself(deps),
      doctor.reachOurs(callbackBaseUrl),
    ]);
    return [itself, ...certificateFound('CALLBACK_BASE_URL', reached, Date.now())];
  },
};

async function askItself({ doctor, callbackProof }: ApiDependencies): Promise<Found> {
  const nonce = randomBytes(16).toString('hex');
  const address = selfTestAddress(doctor.settings.callbackBaseUrl, callbackProof, nonce);
  const name = 'CALLBACK_BASE_URL';
  let response: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(address, { redirect: 'manual', signal });
    text = await response.text();
  } catch {
    return fault(
      name,
      'It cannot be reached from here: callbacks may be lost.',
      'Start the API behind it and look at DNS, proxy and firewall. A firewall that lets in ' +
        'Safaricom alone must let in this machine too.',
    );
  }
  if (isProof(text, (given) => callbackProof.isOfSelfTest('answer', nonce, given))) {
    return fine(name, 'It leads to this installation.');
  }
  return fault(
    name,
    `Something else answers there (${response.status}): callbacks are lost.`,
    'Point it at the callback listener (CALLBACK_PORT), with the same CALLBACK_PROOF_KEY in ' +
      'every process and no path added or removed on the way.',
  );
}

function isProof(text: string, isRight: (given: string) => boolean): boolean {
  try {
    const answer = answerSchema.safeParse(JSON.parse(text));
    return answer.success && isRight(answer.data.proof);
  } catch {
    // What is not JSON is not our answer.
    return false;
  }
}

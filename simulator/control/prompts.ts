import { Router } from 'express';
import { z } from 'zod';
import { answerPrompt, type PromptAnswer } from '../payments/answerPrompt';
import type { Prompt } from '../payments/prompts';
import type { World } from '../world';
import { accepted, notFound, parameter } from './input';

const answers: ReadonlyMap<string, PromptAnswer> = new Map([
  ['approve', 'approve'],
  ['cancel', 'cancel'],
  ['wrong-pin', 'wrong_pin'],
  ['dismiss', 'dismiss'],
]);

const querySchema = z.object({
  /** Every push ever accepted, instead of the prompts that are open. */
  all: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200_000).default(200_000),
  msisdn: z.string().optional(),
});

/** /control/prompts: what is on the phones, and the keys a person can press. */
export function promptRoutes(world: World): Router {
  const router = Router();
  router.get('/prompts', (request, response) => {
    const query = accepted(querySchema, request.query, response);
    if (query === undefined) return;
    const { all, after, limit, msisdn } = query;
    const prompts = all ? world.prompts.all() : world.prompts.open().filter((each) => each.shown);
    const chosen = prompts
      .filter((each) => each.sequence > after && (msisdn ?? each.msisdn) === each.msisdn)
      .slice(0, limit)
      .map(shown);
    response.json({ prompts: chosen, next: chosen.at(-1)?.sequence ?? after });
  });
  router.post('/prompts/:checkoutRequestId/:answer', async (request, response) => {
    const prompt = world.prompts.find(parameter(request, 'checkoutRequestId'));
    const answer = answers.get(parameter(request, 'answer'));
    if (prompt === undefined) {
      notFound(response, 'There is no such prompt; GET /control/prompts lists those open.');
      return;
    }
    if (answer === undefined) {
      notFound(response, `A prompt takes one of ${[...answers.keys()].join(', ')}.`);
      return;
    }
    if (prompt.state !== 'open') {
      response.status(409).json({ error: `The prompt is ${prompt.state}.`, state: prompt.state });
      return;
    }
    const told = answerPrompt(world, prompt, answer);
    // Answered first: the caller learns the new state, and the callback goes its own way.
    response.json(shown(prompt));
    await told;
  });
  return router;
}

function shown(prompt: Prompt) {
  const { acceptedAtMs, resolvedAtMs, outcome } = prompt;
  return {
    sequence: prompt.sequence,
    checkoutRequestId: prompt.checkoutRequestId,
    merchantRequestId: prompt.merchantRequestId,
    msisdn: prompt.msisdn,
    shortcode: prompt.shortcode,
    partyB: prompt.partyB,
    transactionType: prompt.transactionType,
    amountKes: prompt.amountKes,
    accountReference: prompt.accountReference,
    transactionDesc: prompt.transactionDesc,
    state: prompt.state,
    shown: prompt.shown,
    resultCode: outcome?.resultCode,
    receipt: prompt.receipt,
    queries: prompt.queries,
    acceptedAt: new Date(acceptedAtMs).toISOString(),
    resolvedAt: resolvedAtMs === undefined ? undefined : new Date(resolvedAtMs).toISOString(),
  };
}

import express, { Router, type ErrorRequestHandler } from 'express';
import { isUnreadable } from '../unreadable';
import { resetWorld, type World } from '../world';
import { eventRoutes } from './events';
import { faultRoutes } from './faults';
import { moneyRoutes } from './money';
import { phoneRoutes } from './phones';
import { promptRoutes } from './prompts';
import { settingsRoutes } from './settings';
import { shortcodeRoutes } from './shortcodes';
import { statementRoutes } from './statement';

/** The API of anyone who operates the simulator: a person, a script, a test. It has no password. */
export function controlRouter(world: World): Router {
  const router = Router();
  router.use(express.json({ limit: '1mb' }));
  router.use(eventRoutes(world));
  router.use(faultRoutes(world));
  router.use(moneyRoutes(world));
  router.use(phoneRoutes(world));
  router.use(promptRoutes(world));
  router.use(settingsRoutes(world));
  router.use(shortcodeRoutes(world));
  router.use(statementRoutes(world));
  router.get('/health', (_request, response) => {
    response.json({ status: 'ok', seed: world.random.seed });
  });
  router.get('/certificate', (_request, response) => {
    response.type('application/x-pem-file').send(world.operatorKey.publicPem);
  });
  router.get('/certificate.cer', (_request, response) => {
    response.type('application/x-pem-file').send(world.operatorKey.certificatePem);
  });
  router.post('/tokens/expire', (_request, response) => {
    world.tokens.revokeAll();
    response.json({ expired: true });
  });
  router.post('/reset', (_request, response) => {
    resetWorld(world);
    response.json({ reset: true });
  });
  router.use((request, response) => {
    const error = `The control API has no ${request.method} ${request.originalUrl}.`;
    response.status(404).json({ error });
  });
  router.use(onUnreadable);
  return router;
}

const unreadableText = 'Its path, encoding, character set or size keeps this from being read.';

/** What cannot be read is the caller's mistake, told in the words of the control API. */
const onUnreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof SyntaxError) response.status(400).json({ error: 'The body is not JSON.' });
  else if (isUnreadable(error)) response.status(400).json({ error: unreadableText });
  else next(error);
};

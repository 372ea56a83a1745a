import type { Express } from 'express';
import type { ApiDependencies } from '../dependencies';
import { hardenedApp } from '../http/hardenedApp';
import { authenticate } from '../http/middleware/authenticate';
import { errorHandler, notFound, onlyMethods } from '../http/middleware/errorHandler';
import { jsonBody } from '../http/middleware/jsonBody';
import { requestContext } from '../http/middleware/requestContext';
import { requireHost } from '../http/middleware/requireHost';
import { createPayment } from './payments/create/route';
import { getPayment } from './payments/get/route';

const MAX_BODY_BYTES = 64 * 1024;

/** The public API: what merchants' servers call. */
export function createApp(deps: ApiDependencies): Express {
  const app = hardenedApp(deps.trustedProxies);
  app.use(requestContext(deps.log, deps.metrics));
  app.use(requireHost);
  const authenticated = authenticate(deps.store.merchants, deps);
  app
    .route('/v1/payments')
    .post(authenticated, jsonBody(MAX_BODY_BYTES), createPayment(deps))
    .all(onlyMethods('POST'));
  app.route('/v1/payments/:paymentId').get(authenticated, getPayment(deps)).all(onlyMethods('GET'));
  app.use(notFound);
  app.use(errorHandler(deps.log));
  return app;
}

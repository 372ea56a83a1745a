import type { Express } from 'express';
import { openApiDocument, type OpenApiDocument } from '../contract/openapi/document';
import { mountOperations } from '../contract/operation';
import type { ApiDependencies } from '../dependencies';
import { hardenedApp } from '../http/hardenedApp';
import { authenticate } from '../http/middleware/authenticate';
import { errorHandler, notFound } from '../http/middleware/errorHandler';
import { requestContext } from '../http/middleware/requestContext';
import { requireHost } from '../http/middleware/requireHost';
import { ABOUT } from './about';
import { OPERATIONS } from './operations';

/** The OpenAPI document of the public API; docs/generated/ holds a copy. */
export function publicDocument(): OpenApiDocument {
  return openApiDocument(
    OPERATIONS.map(({ contract }) => contract),
    ABOUT,
  );
}

/** The public API: what merchants' servers call. */
export function createApp(deps: ApiDependencies): Express {
  const app = hardenedApp(deps.trustedProxies);
  app.use(requestContext(deps.log, deps.metrics));
  app.use(requireHost);
  const authenticated = authenticate(deps.store.apiKeys, { ...deps, kind: 'merchant' });
  mountOperations(app, OPERATIONS, { ...deps, document: publicDocument() }, authenticated);
  app.use(notFound);
  app.use(errorHandler(deps.log));
  return app;
}

import type { Express } from 'express';
import type { ApiDependencies } from '../dependencies';
import { hardenedApp } from '../http/hardenedApp';
import { errorHandler, notFound } from '../http/middleware/errorHandler';
import { requestContext } from '../http/middleware/requestContext';
import { requireHost } from '../http/middleware/requireHost';
import { codecRoutes, type CodecOptions } from './codec';

/** The operators' listener: health, figures, and the codec for the Temporal UI. */
export function createOperationsApp(deps: ApiDependencies, codec: CodecOptions | null): Express {
  const app = hardenedApp([]);
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/ready', async (_request, response) => {
    const [store, engine] = await Promise.all([
      deps.store.isReachable(),
      deps.engine.isReachable(),
    ]);
    const ready = store && engine;
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not_ready', store, engine });
  });
  app.get('/metrics', async (_request, response) => {
    const { registry } = deps.metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use(requestContext(deps.log, deps.metrics));
  app.use(requireHost);
  if (codec) app.use('/codec', codecRoutes(codec));
  app.use(notFound);
  app.use(errorHandler(deps.log));
  return app;
}

import type { Express } from 'express';
import type { Logger } from '../../telemetry/log/logger';
import type { Metrics } from '../../telemetry/metrics/metrics';
import { mountAdmin } from '../admin/app';
import type { ApiDependencies } from '../dependencies';
import { hardenedApp } from '../http/hardenedApp';
import { allowHosts } from '../http/middleware/allowHosts';
import { errorHandler, notFound } from '../http/middleware/errorHandler';
import { requestContext } from '../http/middleware/requestContext';
import { requireHost } from '../http/middleware/requireHost';
import type { EngineReadiness } from '../../engine/ports';
import { codecRoutes, type CodecOptions } from './codec';

/** Whether the process can do its work, part by part. */
export interface Readiness {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, unknown>>;
}

export interface OperationsParts {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly readiness: () => Promise<Readiness>;
  readonly codec: CodecOptions | null;
  /** Names, besides those of this machine, under which the listener may be called. */
  readonly hosts: readonly string[];
  /** Adds what only one process serves. */
  readonly mount?: (app: Express) => void;
}

/** An operators' listener: health, figures, and in the API its codec and the admin API. */
export function operationsApp(parts: OperationsParts): Express {
  const { log, metrics, readiness, codec, hosts, mount } = parts;
  const app = hardenedApp([]);
  app.use(requireHost);
  app.use(allowHosts(hosts, log));
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/ready', async (_request, response) => {
    const { isReady, parts } = await readiness();
    response
      .status(isReady ? 200 : 503)
      .json({ status: isReady ? 'ready' : 'not_ready', ...parts });
  });
  app.get('/metrics', async (_request, response) => {
    const { registry } = metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use(requestContext(log, metrics));
  if (codec) app.use('/codec', codecRoutes(codec));
  mount?.(app);
  app.use(notFound);
  app.use(errorHandler(log));
  return app;
}

/** The operations listener of the API. */
export function createOperationsApp(deps: ApiDependencies, codec: CodecOptions | null): Express {
  const { log, metrics, operationsHosts: hosts = [] } = deps;
  const mount = (app: Express) => mountAdmin(app, deps);
  const readiness = () => apiReadiness(deps);
  return operationsApp({ log, metrics, codec, hosts, readiness, mount });
}

async function apiReadiness({ store, engine, stopping }: ApiDependencies): Promise<Readiness> {
  if (stopping?.aborted) return { isReady: false, parts: { stopping: true } };
  const [hasStore, hasEngine] = await Promise.all([store.isReachable(), engine.readiness()]);
  return readinessOf(hasStore, hasEngine, {});
}

/** What a payment needs, part by part, and what to do about each that is missing. */
export function readinessOf(
  hasStore: boolean,
  { state, remedy }: EngineReadiness,
  others: Readonly<Record<string, boolean>>,
): Readiness {
  const parts = { store: hasStore, engine: state === 'ready', ...others };
  const remedies = [
    ...(hasStore ? [] : ['The database is unavailable. Start it, or correct MONGODB_URI.']),
    ...(remedy === null ? [] : [remedy]),
  ];
  const isReady = Object.values(parts).every(Boolean);
  return { isReady, parts: isReady ? parts : { ...parts, remedies } };
}

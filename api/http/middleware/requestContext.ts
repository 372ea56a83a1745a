import type { Request, RequestHandler, Response } from 'express';
import type { Principal } from '../../../domain/merchant/principal';
import type { RequestId } from '../../../domain/values/ids';
import { newId } from '../../../crypto/newId';
import type { Logger } from '../../../telemetry/log/logger';
import type { Metrics } from '../../../telemetry/metrics/metrics';

interface RequestContext {
  readonly requestId: RequestId;
  /** Who calls, once the key has been checked. */
  principal: Principal | null;
  /** Fields that a handler wants in the request's log line. */
  readonly logged: Record<string, unknown>;
}

const contexts = new WeakMap<Request, RequestContext>();

/** The context that `requestContext` gave this request. */
export function contextOf(request: Request): RequestContext {
  const known = contexts.get(request);
  if (known) return known;
  const context = { requestId: newId('request'), principal: null, logged: {} };
  contexts.set(request, context);
  return context;
}

/**
 * Gives each request an id, answers with it, and writes one log line and its figures when the
 * answer has left. The route's pattern is logged, never the path: paths can hold tokens.
 */
export function requestContext(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const { requestId, logged } = contextOf(request);
    response.set('Request-Id', requestId);
    response.once('close', () => {
      const durationMs = performance.now() - startedAt;
      const route = routeOf(request);
      const { method } = request;
      const status = statusOf(response);
      metrics.httpRequests.inc({ route, method, status: String(status) });
      metrics.httpRequestSeconds.observe({ route }, durationMs / 1000);
      log.info(
        { requestId, method, route, status, durationMs: Math.round(durationMs), ...logged },
        'request',
      );
    });
    next();
  };
}

function routeOf(request: Request): string {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}

/** nginx's 499 for a caller that went away before the answer. */
function statusOf(response: Response): number {
  return response.writableFinished ? response.statusCode : 499;
}

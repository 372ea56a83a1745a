import express, { type ErrorRequestHandler, type Express } from 'express';
import { controlRouter } from './control/router';
import { operationSpecs } from './daraja/operations';
import { RateLimit } from './daraja/rateLimit';
import { payloadRefusal } from './daraja/payloadRefusal';
import { Refusal } from './daraja/reply';
import { refuse, runOperation, send } from './daraja/runOperation';
import { spikeArrest } from './faults/refusalFaults';
import { isUnreadable } from './unreadable';
import type { World } from './world';

/** The HTTP face of the simulator: Daraja's paths, and /control for anyone who operates it. */
export function createApp(world: World): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use('/control', controlRouter(world));
  const rateLimit = new RateLimit();
  // The body stays text, because what is not JSON must be refused in Daraja's own words.
  app.use(express.text({ type: () => true, limit: '1mb' }));
  for (const spec of operationSpecs) {
    app.all(spec.path, async (request, response) => {
      const settings = world.settings.current;
      if (rateLimit.exceeded(Date.now(), settings.requestsPerSecondMax)) {
        const requestId = world.identifiers.requestId(Date.now());
        send(response, spikeArrest(settings, 'spike').reply(requestId));
        return;
      }
      await runOperation(world, spec, request, response);
    });
  }
  app.use((_request, response) => {
    const requestId = world.identifiers.requestId(Date.now());
    send(response, new Refusal(404, '404.001.01', 'Resource not found').reply(requestId));
  });
  app.use(onError(world));
  return app;
}

/** A path as the router compares it: in any case, with or without a slash at its end. */
function plainPath(path: string): string {
  return path.toLowerCase().replace(/\/$/, '');
}

function onError(world: World): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const requestId = world.identifiers.requestId(Date.now());
    if (isUnreadable(error)) {
      const asked = plainPath(request.path);
      const spec = operationSpecs.find(({ path }) => plainPath(path) === asked);
      send(response, refuse(world, spec, payloadRefusal(spec), requestId));
      return;
    }
    world.log.error({ err: error }, 'A request failed inside the simulator');
    send(response, new Refusal(500, '500.003.1001', 'Internal Server Error').reply(requestId));
  };
}

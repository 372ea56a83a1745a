import { Router } from 'express';
import { z } from 'zod';
import type { World } from '../world';
import { accepted } from './input';

const querySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
  limit: z.coerce.number().int().min(1).max(20_000).default(1_000),
});

/** GET /control/events: the story, with a long poll for what happens next. */
export function eventRoutes(world: World): Router {
  const router = Router();
  router.get('/events', async (request, response) => {
    const query = accepted(querySchema, request.query, response);
    if (query === undefined) return;
    let events = world.events.after(query.after, query.limit);
    if (events.length === 0 && query.waitMs > 0) {
      await world.events.wait(query.waitMs);
      events = world.events.after(query.after, query.limit);
    }
    response.json({ events, next: events.at(-1)?.seq ?? query.after });
  });
  return router;
}

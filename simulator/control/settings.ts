import { Router } from 'express';
import { settingsChangeSchema } from '../settings';
import type { World } from '../world';
import { accepted } from './input';

/** /control/settings: every switch, readable and changeable while the simulator runs. */
export function settingsRoutes(world: World): Router {
  const router = Router();
  router.get('/settings', (_request, response) => {
    response.json(world.settings.current);
  });
  router.post('/settings', (request, response) => {
    const changes = accepted(settingsChangeSchema, request.body, response);
    if (changes === undefined) return;
    world.settings.change(changes);
    response.json(world.settings.current);
  });
  return router;
}

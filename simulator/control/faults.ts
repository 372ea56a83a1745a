import { Router } from 'express';
import { faultRuleSchema } from '../faults/faultRule';
import type { World } from '../world';
import { accepted, notFound, parameter } from './input';

/** /control/faults: which faults are to strike. */
export function faultRoutes(world: World): Router {
  const router = Router();
  router.get('/faults', (_request, response) => {
    response.json({ faults: world.faults.all() });
  });
  router.post('/faults', (request, response) => {
    const rule = accepted(faultRuleSchema, request.body, response);
    if (rule !== undefined) response.status(201).json(world.faults.add(rule));
  });
  router.delete('/faults', (_request, response) => {
    world.faults.clear();
    response.json({ faults: [] });
  });
  router.delete('/faults/:id', (request, response) => {
    const id = parameter(request, 'id');
    if (world.faults.delete(Number(id))) response.json({ deleted: Number(id) });
    else notFound(response, `There is no fault ${id}; GET /control/faults lists them.`);
  });
  return router;
}

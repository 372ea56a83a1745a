import { Router } from 'express';
import { z } from 'zod';
import { startOfDay } from '../eastAfricaTime';
import { dayOfStatement } from '../statement/dayOfStatement';
import { layoutA } from '../statement/layoutA';
import { layoutB } from '../statement/layoutB';
import type { World } from '../world';
import { accepted, notFound } from './input';

const querySchema = z.object({
  shortcode: z.string().min(1),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'must have the form YYYY-MM-DD')
    .refine((date) => startOfDay(date) !== undefined, 'must be a real date'),
  layout: z.enum(['A', 'B']).default('A'),
});

/** GET /control/statement: the settlement file of a business day, as the portal exports it. */
export function statementRoutes(world: World): Router {
  const router = Router();
  router.get('/statement', (request, response) => {
    const query = accepted(querySchema, request.query, response);
    if (query === undefined) return;
    const organisation = world.shortcodes.find(query.shortcode);
    if (organisation === undefined) {
      notFound(response, `There is no shortcode ${query.shortcode}.`);
      return;
    }
    const day = dayOfStatement(world, organisation, query.date);
    const { fileName, text } = query.layout === 'A' ? layoutA(day) : layoutB(day);
    response.attachment(fileName).type('text/csv').send(text);
  });
  return router;
}

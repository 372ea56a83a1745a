import { Router } from 'express';
import { z } from 'zod';
import { startOfDay } from '../eastAfricaTime';
import { dayOfStatement } from '../statement/dayOfStatement';
import { FORMATS } from '../statement/layouts/layout';
import { LAYOUT_NAMES, LAYOUTS } from '../statement/layouts/layouts';
import { plantInBytes, plantInDay, plantInSheets, TROUBLES } from '../statement/planted';
import { fileOf } from '../statement/writeFile';
import type { World } from '../world';
import { accepted, notFound } from './input';

/** A time of the clock, as milliseconds since the day began; 24:00 is its end. */
const clock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must have the form HH:MM')
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return (hours * 60 + minutes) * 60_000;
  });

const querySchema = z
  .strictObject({
    shortcode: z.string().min(1),
    date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'must have the form YYYY-MM-DD')
      .refine((date) => startOfDay(date) !== undefined, 'must be a real date'),
    layout: z.enum(LAYOUT_NAMES).default('A'),
    format: z.enum(FORMATS).default('csv'),
    from: clock.prefault('00:00'),
    until: clock.prefault('24:00'),
    plant: z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((name) => name !== ''))
      .pipe(z.array(z.enum(TROUBLES)).transform((troubles) => new Set(troubles))),
  })
  .refine(({ from, until }) => from < until, {
    path: ['until'],
    message: 'must be later than from',
  });

/** GET /control/statement: the settlement file of a business day, as Safaricom exports it. */
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
    const { date, from: fromMs, until: untilMs, plant, format } = query;
    const layout = LAYOUTS[query.layout];
    const day = plantInDay(dayOfStatement(world, organisation, { date, fromMs, untilMs }), plant);
    const sheets = plantInSheets(layout.sheets(day, format), plant);
    const { type, bytes } = fileOf(sheets, format, layout);
    response.attachment(`${layout.fileName(day)}.${format}`).type(type);
    response.send(plantInBytes(bytes, plant));
  });
  return router;
}

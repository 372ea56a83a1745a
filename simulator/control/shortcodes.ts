import { Router } from 'express';
import { newShortcodeSchema, type Organisation } from '../ledger/shortcodes';
import type { World } from '../world';
import { accepted } from './input';

/** /control/shortcodes: the organisations customers can pay. */
export function shortcodeRoutes(world: World): Router {
  const router = Router();
  router.get('/shortcodes', (_request, response) => {
    response.json({ shortcodes: world.shortcodes.all().map(shown) });
  });
  router.post('/shortcodes', (request, response) => {
    const given = accepted(newShortcodeSchema, request.body, response);
    if (given === undefined) return;
    const { consumerKey, consumerSecret } = given;
    if (consumerKey !== undefined && consumerSecret !== undefined) {
      world.tokens.addApp(consumerKey, consumerSecret);
    }
    response.status(201).json(shown(world.shortcodes.add(given)));
  });
  return router;
}

function shown(organisation: Organisation) {
  const { shortcode, kind, till, name, initiator, c2b, pullRegistered } = organisation;
  return {
    shortcode,
    kind,
    till,
    name,
    passkey: organisation.passkey,
    initiator,
    initiatorPassword: organisation.initiatorPassword,
    balanceKes: organisation.mainCents / 100,
    workingKes: organisation.workingCents / 100,
    settlementKes: organisation.settlementCents / 100,
    c2bRegistered: c2b !== undefined,
    pullRegistered,
  };
}

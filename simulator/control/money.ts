import { Router } from 'express';
import { z } from 'zod';
import { payByCustomer } from '../c2b/payByCustomer';
import type { Movement } from '../ledger/ledger';
import { repayOverdraft, sweep } from '../ledger/payOut';
import { reverseMovement } from '../ledger/reverseMovement';
import type { World } from '../world';
import { accepted, notFound, parameter } from './input';

const paymentSchema = z.strictObject({
  /** A paybill or a till. */
  payee: z.string().regex(/^\d{5,7}$/, 'must be 5 to 7 digits'),
  msisdn: z.string().regex(/^254[17]\d{8}$/, 'must have the form 2547XXXXXXXX or 2541XXXXXXXX'),
  amountKes: z.int().min(1).max(250_000),
  accountReference: z.string().max(20).default(''),
});

const reversalSchema = z.strictObject({ amountKes: z.int().min(1).optional() });

const emptyingSchema = z.strictObject({ shortcode: z.string().min(1) });

const ledgerQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200_000).default(200_000),
  shortcode: z.string().optional(),
  receipt: z.string().optional(),
});

/** The ledger, and money that moves without any call of Daraja. */
export function moneyRoutes(world: World): Router {
  const router = Router();
  router.get('/ledger', (request, response) => {
    const query = accepted(ledgerQuerySchema, request.query, response);
    if (query === undefined) return;
    const { after, limit, shortcode, receipt } = query;
    const movements = world.ledger.filter(
      (movement) =>
        movement.sequence > after &&
        (shortcode === undefined || movement.shortcode === shortcode) &&
        (receipt === undefined || movement.receipt === receipt),
    );
    const entries = movements.slice(0, limit).map(shown);
    response.json({ entries, next: entries.at(-1)?.sequence ?? after });
  });
  addPayments(router, world);
  addReversals(router, world);
  addEmptyings(router, world);
  return router;
}

/** POST /control/payments: a customer pays from the M-PESA menu. */
function addPayments(router: Router, world: World): void {
  router.post('/payments', async (request, response) => {
    const given = accepted(paymentSchema, request.body, response);
    if (given === undefined) return;
    const { payee, msisdn, amountKes, accountReference } = given;
    const organisation = world.shortcodes.findPayee(payee);
    if (organisation === undefined) {
      notFound(response, `Nobody has the number ${payee}; POST /control/shortcodes adds one.`);
      return;
    }
    const payment = { organisation, msisdn, amountKes, accountReference };
    const movement = await payByCustomer(world, payment);
    if (movement !== undefined) response.status(201).json(shown(movement));
    else response.status(409).json({ error: 'The payment was refused: no balance, or rejected.' });
  });
}

/** POST /control/ledger/:receipt/reverse: someone reverses a payment in the portal. */
function addReversals(router: Router, world: World): void {
  router.post('/ledger/:receipt/reverse', (request, response) => {
    const change = accepted(reversalSchema, request.body, response);
    if (change === undefined) return;
    const receipt = parameter(request, 'receipt');
    const original = world.ledger.findByReceipt(receipt);
    if (original === undefined) {
      notFound(response, `No payment has the receipt ${receipt}; GET /control/ledger lists them.`);
      return;
    }
    const { shortcode } = original;
    const amountKes = change.amountKes ?? original.amountKes;
    const reversed = reverseMovement(world, { receipt, shortcode, amountKes });
    if (typeof reversed !== 'string') response.status(201).json(shown(reversed));
    else response.status(409).json({ error: `It cannot be reversed (${reversed}).` });
  });
}

/**
 * POST /control/sweeps, /control/overdraft-repayments: the account is emptied, into the settlement
 * account or by what the organisation owes.
 */
function addEmptyings(router: Router, world: World): void {
  const emptyings = { sweeps: sweep, 'overdraft-repayments': repayOverdraft };
  for (const [path, empty] of Object.entries(emptyings)) {
    router.post(`/${path}`, (request, response) => {
      const given = accepted(emptyingSchema, request.body, response);
      if (given === undefined) return;
      const organisation = world.shortcodes.find(given.shortcode);
      const movement = organisation === undefined ? undefined : empty(world, organisation);
      if (movement !== undefined) response.status(201).json(shown(movement));
      else response.status(409).json({ error: 'There is no such shortcode, or nothing in it.' });
    });
  }
}

/** A movement with readable times. */
function shown(movement: Movement) {
  const { initiatedAtMs, completedAtMs, ...rest } = movement;
  return {
    ...rest,
    initiatedAt: new Date(initiatedAtMs).toISOString(),
    completedAt: new Date(completedAtMs).toISOString(),
  };
}

import { Router } from 'express';
import { phoneChangeSchema, type Phone } from '../payments/phones';
import type { World } from '../world';
import { accepted, notFound, parameter } from './input';

/** /control/phones/:msisdn: what a subscriber does and owns. Every number is a subscriber. */
export function phoneRoutes(world: World): Router {
  const router = Router();
  router.get('/phones/:msisdn', (request, response) => {
    const msisdn = parameter(request, 'msisdn');
    if (isMsisdn(msisdn)) response.json(shown(world.phones.find(msisdn)));
    else notFound(response, unknownNumber);
  });
  router.post('/phones/:msisdn', (request, response) => {
    const msisdn = parameter(request, 'msisdn');
    if (!isMsisdn(msisdn)) {
      notFound(response, unknownNumber);
      return;
    }
    const change = accepted(phoneChangeSchema, request.body, response);
    if (change !== undefined) response.json(shown(world.phones.change(msisdn, change)));
  });
  return router;
}

const unknownNumber = 'A phone is named by its number in the form 2547XXXXXXXX or 2541XXXXXXXX.';

function isMsisdn(text: string): boolean {
  return /^254[17]\d{8}$/.test(text);
}

function shown(phone: Phone) {
  const { msisdn, balanceKes, behaviour, delayMs } = phone;
  return { msisdn, balanceKes, behaviour: behaviour ?? 'default', delayMs };
}

import type { Settings } from '../settings';
import type { World } from '../world';
import { organisationField } from '../results/initiatorRequest';
import { registeredAddressField } from './addressField';
import { choiceField, type Body } from './fields';
import type { OperationCall } from './operation';
import { jsonReply, Refusal, type Reply } from './reply';
import { byRules } from './requestRules';

/**
 * Registers where a shortcode's payments are validated and confirmed (Daraja: Customer To
 * Business). Sandbox: as often as one likes; production (a setting): once.
 */
export function c2bRegister(world: World, call: OperationCall): Reply {
  const settings = world.settings.current;
  const { body } = call;
  const organisation = organisationField(world, body, 'ShortCode');
  const addresses = {
    version: call.version === 'v1' ? ('v1' as const) : ('v2' as const),
    responseType: responseTypeField(body, settings),
    confirmationUrl: registeredAddressField(body, 'ConfirmationURL', settings),
    validationUrl: registeredAddressField(body, 'ValidationURL', settings),
  };
  if (settings.c2bRegisterOnce && organisation.c2b !== undefined) {
    throw new Refusal(500, '500.003.1001', 'Urls are already registered.');
  }
  organisation.c2b = addresses;
  world.events.tell('request_accepted', {
    operation: 'c2b_register',
    shortcode: organisation.shortcode,
  });
  return c2bAcknowledgement(world, 'Success');
}

/** In sentence case; a tutorial that many clients follow spells Canceled. Throws Refusal. */
function responseTypeField(body: Body, settings: Settings): 'Completed' | 'Cancelled' {
  const spellings = byRules<readonly ('Completed' | 'Cancelled' | 'Canceled')[]>(settings, {
    tolerant: ['Completed', 'Cancelled', 'Canceled'],
    documented: ['Completed', 'Cancelled'],
  });
  const chosen = choiceField(body, 'ResponseType', spellings);
  return chosen === 'Completed' ? chosen : 'Cancelled';
}

/** C2B answers with one id, and misspells its key. */
export function c2bAcknowledgement(world: World, description: string): Reply {
  return jsonReply(200, {
    OriginatorCoversationID: world.identifiers.requestId(Date.now()),
    ResponseCode: world.settings.current.c2bResponseCode,
    ResponseDescription: description,
  });
}

import type { World } from '../world';
import { organisationField } from '../results/initiatorRequest';
import { registeredAddressField } from './addressField';
import { choiceField } from './fields';
import type { OperationCall } from './operation';
import { jsonReply, Refusal, type Reply } from './reply';

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
    responseType: choiceField(body, 'ResponseType', ['Completed', 'Cancelled']),
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

/** C2B answers with one id, and misspells its key. */
export function c2bAcknowledgement(world: World, description: string): Reply {
  return jsonReply(200, {
    OriginatorCoversationID: world.identifiers.requestId(Date.now()),
    ResponseCode: world.settings.current.c2bResponseCode,
    ResponseDescription: description,
  });
}

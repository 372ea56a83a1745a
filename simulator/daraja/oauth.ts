import type { World } from '../world';
import type { OperationCall } from './operation';
import { jsonReply, Refusal, type Reply } from './reply';

/**
 * Issues an access token for Basic credentials (Daraja: Authorization). `expires_in` is a string
 * or a number and wrong credentials are enveloped or empty, as the settings say.
 */
export function oauth(world: World, call: OperationCall): Reply {
  if (call.query['grant_type'] !== 'client_credentials') {
    throw new Refusal(400, '400.008.02', 'Invalid grant type passed');
  }
  const settings = world.settings.current;
  const credentials = basicCredentials(call.authorization);
  if (credentials === undefined || !world.tokens.knows(...credentials)) {
    world.events.tell('token_refused', { reason: 'wrong consumer key or secret' });
    if (settings.oauthErrorShape === 'empty') {
      return { status: 400, contentType: 'application/json', body: '' };
    }
    throw new Refusal(400, '400.008.01', 'Invalid Authentication passed');
  }
  const token = world.tokens.issue(credentials[0], Date.now());
  world.events.tell('token_issued', {});
  const seconds = settings.tokenLifetimeSeconds;
  return jsonReply(200, {
    access_token: token,
    expires_in: settings.expiresInType === 'number' ? seconds : String(seconds),
  });
}

function basicCredentials(header: string | undefined): [key: string, secret: string] | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

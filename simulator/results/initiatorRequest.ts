import { addressField } from '../daraja/addressField';
import {
  choiceField,
  optionalTextField,
  scalarField,
  textField,
  type Body,
} from '../daraja/fields';
import { invalidField } from '../daraja/reply';
import type { Organisation } from '../ledger/shortcodes';
import type { ResultCode } from '../payments/resultCodes';
import type { World } from '../world';

const failedLoginsMax = 3;

/** How a request names what all requests of an operator carry; Daraja spells it in several ways. */
export interface InitiatorSpelling {
  readonly initiator: 'Initiator' | 'InitiatorName';
  readonly commands: readonly [string, ...string[]];
  readonly occasion: 'Occasion' | 'Occassion';
  /** Only Reversal documents a least length beside the greatest, which all share. */
  readonly remarksLengthMin?: number;
}

/** What all requests of an operator carry: who asks, and where the result goes. */
export interface InitiatorRequest {
  readonly organisation: Organisation;
  readonly command: string;
  readonly conversationId: string;
  readonly originatorConversationId: string;
  readonly resultUrl: string;
  readonly timeoutUrl: string;
  readonly occasion: string;
  /** The result code that ends it before it begins: the operator's credentials are wrong. */
  readonly refusedWith: ResultCode | undefined;
}

/**
 * Reads initiator, credential, addresses and remarks (Daraja: Transaction Status, Reversal,
 * Account Balance, B2C, B2B). Wrong credentials are accepted here and refused by the result, as
 * Safaricom does. Throws Refusal.
 */
export function readInitiatorRequest(
  world: World,
  body: Body,
  organisation: Organisation,
  spelling: InitiatorSpelling,
): InitiatorRequest {
  const settings = world.settings.current;
  const initiator = textField(body, spelling.initiator, 100);
  const credential = securityCredential(body);
  const command = choiceField(body, 'CommandID', spelling.commands);
  const resultUrl = addressField(body, 'ResultURL', settings);
  const timeoutUrl = addressField(body, 'QueueTimeOutURL', settings);
  const remarks = textField(body, 'Remarks', 100);
  if (remarks.length < (spelling.remarksLengthMin ?? 1)) throw invalidField('Remarks');
  const occasion = optionalTextField(body, spelling.occasion, 100);
  const nowMs = Date.now();
  return {
    organisation,
    command,
    resultUrl,
    timeoutUrl,
    occasion,
    conversationId: world.identifiers.conversationId(nowMs),
    originatorConversationId: world.identifiers.requestId(nowMs, 'originator'),
    refusedWith: loginRefusal(world, organisation, initiator, credential),
  };
}

/** The organisation a party field names. Throws Refusal. */
export function organisationField(world: World, body: Body, name: string): Organisation {
  const organisation = world.shortcodes.findPayee(scalarField(body, name) ?? '');
  if (organisation === undefined) throw invalidField(name);
  return organisation;
}

/** base64 of one RSA block of 2048 bits: 344 characters (Daraja: Security Credentials). */
function securityCredential(body: Body): string {
  const credential = textField(body, 'SecurityCredential', 2_000);
  if (!/^[A-Za-z0-9+/]{342}==$/.test(credential)) throw invalidField('SecurityCredential');
  return credential;
}

/** Whether a credential holds the operator's password, or a setting takes every credential. */
export function holdsPassword(
  world: World,
  organisation: Organisation,
  credential: string,
): boolean {
  if (world.settings.current.anySecurityCredential) return true;
  return world.operatorKey.decrypt(credential) === organisation.initiatorPassword;
}

/** 2001 for a wrong operator, password, key or padding; 8006 once that happened three times. */
function loginRefusal(
  world: World,
  organisation: Organisation,
  initiator: string,
  credential: string,
): ResultCode | undefined {
  if (organisation.failedLogins >= failedLoginsMax) return 8006;
  if (initiator === organisation.initiator && holdsPassword(world, organisation, credential)) {
    organisation.failedLogins = 0;
    return undefined;
  }
  organisation.failedLogins += 1;
  return 2001;
}

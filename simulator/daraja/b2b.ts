import { compactTime } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import { payOrganisation } from '../ledger/payOrganisation';
import { acceptAsync, failure } from '../results/acceptAsync';
import {
  organisationField,
  readInitiatorRequest,
  type InitiatorRequest,
} from '../results/initiatorRequest';
import { partyFacts } from '../results/partyFacts';
import type { AsyncResult } from '../results/resultBody';
import type { Settings } from '../settings';
import type { World } from '../world';
import {
  amountField,
  choiceField,
  fieldOf,
  optionalTextField,
  shortcodeField,
  textField,
  type Body,
} from './fields';
import type { OperationCall } from './operation';
import type { Reply } from './reply';
import { invalidField } from './reply';
import { byRules, organisationTypes } from './requestRules';

const revenueAuthority = '572572';

const unresolvedReceiver = 7;

const currentCommands = ['BusinessPayBill', 'BusinessBuyGoods', 'BusinessPayToBulk'] as const;

/** Commands of older pages that pay PartyB; the library of Safaricom sends the first by default. */
const olderCommands = [
  'BusinessToBusinessTransfer',
  'MerchantToMerchantTransfer',
  'DisburseFundsToBusiness',
  'BusinessTransferFromMMFToUtility',
] as const;

/** Pays another organisation from the working account (Daraja: Business Pay Bill). */
export function b2b(world: World, call: OperationCall): Reply {
  const commands = byRules<readonly [string, ...string[]]>(world.settings.current, {
    tolerant: [...currentCommands, ...olderCommands],
    documented: currentCommands,
  });
  return requestPayment(world, call, 'b2b', commands);
}

/** Pays tax: PartyB is the revenue authority, AccountReference the PRN (Daraja: Tax Remittance). */
export function remitTax(world: World, call: OperationCall): Reply {
  if (shortcodeField(call.body, 'PartyB') !== revenueAuthority) throw invalidField('PartyB');
  return requestPayment(world, call, 'tax', ['PayTaxToKRA']);
}

function requestPayment(
  world: World,
  call: OperationCall,
  kind: 'b2b' | 'tax',
  commands: readonly [string, ...string[]],
): Reply {
  const { body } = call;
  const organisation = organisationField(world, body, 'PartyA');
  const partyB = shortcodeField(body, 'PartyB');
  const amountKes = amountField(body, 'Amount', 1);
  const settings = world.settings.current;
  const accountReference = referenceField(body, settings);
  choiceField(body, 'SenderIdentifierType', organisationTypes(settings));
  choiceField(body, 'RecieverIdentifierType', organisationTypes(settings));
  const request = readInitiatorRequest(world, body, organisation, {
    initiator: 'Initiator',
    commands,
    occasion: 'Occassion',
  });
  return acceptAsync(world, {
    operation: kind,
    request,
    facts: partyFacts(world, call),
    resultCodes: kind === 'b2b' ? settings.b2bResultCodes : settings.taxResultCodes,
    references: [
      ...(accountReference === '' ? [] : [['BillReferenceNumber', accountReference] as const]),
      ['QueueTimeoutURL', request.timeoutUrl],
    ],
    perform: () => pay(world, kind, request, { partyB, amountKes, accountReference }),
  });
}

/** Mandatory for a paybill only, and for a tax, whose PRN it is (Daraja 1: B2B). Throws Refusal. */
function referenceField(body: Body, settings: Settings): string {
  const command = fieldOf(body, 'CommandID');
  const needed = command === 'BusinessPayBill' || command === 'PayTaxToKRA';
  const mandatory = byRules(settings, { tolerant: needed, documented: true });
  return (mandatory ? textField : optionalTextField)(body, 'AccountReference', 20);
}

function pay(
  world: World,
  kind: 'b2b' | 'tax',
  { organisation, originatorConversationId, conversationId }: InitiatorRequest,
  order: { partyB: string; amountKes: number; accountReference: string },
): AsyncResult {
  const payee = world.shortcodes.findPayee(order.partyB);
  if (kind === 'b2b' && payee === undefined) return failure(unresolvedReceiver);
  const receiverName = payee?.name ?? 'Kenya Revenue Authority';
  const paid = payOrganisation(world, {
    kind,
    organisation,
    payee,
    receiverName,
    ...order,
    originatorConversationId,
    conversationId,
  });
  if (paid === undefined) return failure(1);
  return done(paid, receiverName);
}

function done(movement: Movement, receiverName: string): AsyncResult {
  const shillings = (movement.balanceCents / 100).toFixed(2);
  const sum = `CurrencyCode=KES, MinimumAmount=${movement.balanceCents}, BasicAmount=${shillings}`;
  const balance = `{Amount={${sum}}}`;
  return {
    resultCode: 0,
    transactionId: movement.receipt,
    parameters: [
      ['DebitAccountBalance', balance],
      ['Amount', movement.amountKes.toFixed(2)],
      ['DebitPartyAffectedAccountBalance', `Working Account|KES|${shillings}|0.00|0.00|0.00`],
      ['TransCompletedTime', compactTime(movement.completedAtMs)],
      ['DebitPartyCharges', ''],
      ['ReceiverPartyPublicName', `${movement.partyB ?? ''} - ${receiverName}`],
      ['Currency', 'KES'],
      ['InitiatorAccountCurrentBalance', balance],
    ],
  };
}

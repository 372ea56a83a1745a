import { dayFirstTime } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import { payOut } from '../ledger/payOut';
import type { Organisation } from '../ledger/shortcodes';
import { firstNameOf } from '../payments/phones';
import { acceptAsync, failure } from '../results/acceptAsync';
import {
  organisationField,
  readInitiatorRequest,
  type InitiatorRequest,
} from '../results/initiatorRequest';
import { partyFacts } from '../results/partyFacts';
import type { AsyncResult } from '../results/resultBody';
import { Decimal } from '../wireJson';
import type { World } from '../world';
import { amountField, msisdnField, textField, type Body } from './fields';
import type { OperationCall } from './operation';
import { Refusal, type Reply } from './reply';

const amountKesMin = 10;

/**
 * Pays a customer from the utility account (Daraja: Business To Customer). Version 3 carries the
 * caller's OriginatorConversationID and spells Occassion; version 1 has neither.
 */
export function b2c(world: World, call: OperationCall): Reply {
  const { body, version } = call;
  const amountKes = amountField(body, 'Amount', amountKesMin);
  const organisation = organisationField(world, body, 'PartyA');
  const msisdn = msisdnField(body, 'PartyB');
  const request = readInitiatorRequest(world, body, organisation, {
    initiator: 'InitiatorName',
    commands: ['BusinessPayment', 'SalaryPayment', 'PromotionPayment'],
    occasion: version === 'v3' ? 'Occassion' : 'Occasion',
  });
  const named = version === 'v3' ? ownId(world, body, request) : request;
  return acceptAsync(world, {
    operation: 'b2c',
    request: named,
    facts: partyFacts(world, call),
    references: [['QueueTimeoutURL', request.timeoutUrl]],
    perform: () => {
      const { originatorConversationId, conversationId } = named;
      const paid = payOut(world, {
        kind: 'b2c',
        organisation,
        account: 'main',
        amountKes,
        msisdn,
        payerName: `${firstNameOf(msisdn)} **** DOE`,
        originatorConversationId,
        conversationId,
      });
      if (paid === undefined) return failure(1);
      world.phones.find(msisdn).balanceKes += amountKes;
      return done(organisation, paid);
    },
  });
}

/** The caller's id guards against a double payout: a second use is refused with HTTP 500. */
function ownId(world: World, body: Body, request: InitiatorRequest): InitiatorRequest {
  const originatorConversationId = textField(body, 'OriginatorConversationID', 100);
  if (world.usedConversationIds.has(originatorConversationId)) {
    throw new Refusal(500, '500.002.1001', 'Duplicate OriginatorConversationID.');
  }
  world.usedConversationIds.add(originatorConversationId);
  return { ...request, originatorConversationId };
}

function done(organisation: Organisation, movement: Movement): AsyncResult {
  return {
    resultCode: 0,
    transactionId: movement.receipt,
    parameters: [
      ['TransactionAmount', movement.amountKes],
      ['TransactionReceipt', movement.receipt],
      ['ReceiverPartyPublicName', `${movement.msisdn ?? ''} - ${movement.payerName ?? ''}`],
      ['TransactionCompletedDateTime', dayFirstTime(movement.completedAtMs, '.')],
      ['B2CUtilityAccountAvailableFunds', new Decimal(movement.balanceCents / 100)],
      ['B2CWorkingAccountAvailableFunds', new Decimal(organisation.workingCents / 100)],
      ['B2CRecipientIsRegisteredCustomer', 'Y'],
      ['B2CChargesPaidAccountAvailableFunds', new Decimal(0)],
    ],
  };
}

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

interface Kind {
  readonly operation: 'b2c' | 'pochi';
  readonly commands: readonly [string, ...string[]];
  /** Carries the caller's OriginatorConversationID, and spells Occassion. */
  readonly isNewer: boolean;
}

/** Pays a customer from the utility account (Daraja: Business To Customer, versions 1 and 3). */
export function b2c(world: World, call: OperationCall): Reply {
  return payCustomer(world, call, {
    operation: 'b2c',
    commands: ['BusinessPayment', 'SalaryPayment', 'PromotionPayment'],
    isNewer: call.version === 'v3',
  });
}

/**
 * Pays the business wallet of a customer (Daraja: Business To Pochi): B2C version 3 under another
 * path and command. The simulator keeps one sum for phone and wallet.
 */
export function pochi(world: World, call: OperationCall): Reply {
  const commands = ['BusinessPayToPochi'] as const;
  return payCustomer(world, call, { operation: 'pochi', commands, isNewer: true });
}

function payCustomer(world: World, call: OperationCall, kind: Kind): Reply {
  const { body } = call;
  const amountKes = amountField(body, 'Amount', amountKesMin);
  const organisation = organisationField(world, body, 'PartyA');
  const msisdn = msisdnField(body, 'PartyB');
  const request = readInitiatorRequest(world, body, organisation, {
    initiator: 'InitiatorName',
    commands: kind.commands,
    occasion: kind.isNewer ? 'Occassion' : 'Occasion',
  });
  const named = kind.isNewer ? ownId(world, body, request) : request;
  return acceptAsync(world, {
    operation: kind.operation,
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

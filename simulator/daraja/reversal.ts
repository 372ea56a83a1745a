import { compactTime } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import { mainAccount } from '../ledger/mainAccount';
import { reverseMovement, type ReversalRefusal } from '../ledger/reverseMovement';
import type { Organisation } from '../ledger/shortcodes';
import { acceptAsync, failure } from '../results/acceptAsync';
import { organisationField, readInitiatorRequest } from '../results/initiatorRequest';
import { receiptFacts } from '../results/partyFacts';
import type { AsyncResult } from '../results/resultBody';
import type { World } from '../world';
import { amountField, choiceField, textField } from './fields';
import type { OperationCall } from './operation';
import type { Reply } from './reply';
import { reversalTypes } from './requestRules';

const refusalTexts: Readonly<Record<ReversalRefusal, string>> = {
  R000001: 'The transaction has already been reversed.',
  R000002: 'The OriginalTransactionID is invalid.',
  '1': 'The balance is insufficient for the transaction.',
};

/**
 * Gives a payment back (Daraja: Reversal). It carries no reference of the caller; a repeat is
 * harmless because the second answer is R000001.
 */
export function reversal(world: World, call: OperationCall): Reply {
  const { body } = call;
  const receipt = textField(body, 'TransactionID', 20);
  const amountKes = amountField(body, 'Amount', 1);
  const organisation = organisationField(world, body, 'ReceiverParty');
  // Spelt so by Safaricom.
  choiceField(body, 'RecieverIdentifierType', reversalTypes(world.settings.current));
  const request = readInitiatorRequest(world, body, organisation, {
    initiator: 'Initiator',
    commands: ['TransactionReversal'],
    occasion: 'Occasion',
    remarksLengthMin: 2,
  });
  return acceptAsync(world, {
    operation: 'reversal',
    request,
    facts: receiptFacts(world, call),
    references: [['QueueTimeoutURL', request.timeoutUrl]],
    perform: () => {
      const { shortcode } = organisation;
      const { originatorConversationId, conversationId } = request;
      const reversed = reverseMovement(world, {
        receipt,
        shortcode,
        amountKes,
        originatorConversationId,
        conversationId,
      });
      if (typeof reversed !== 'string') return done(organisation, reversed);
      const code = reversed === '1' ? 1 : reversed;
      return failure(code, refusalTexts[reversed]);
    },
  });
}

function done(organisation: Organisation, movement: Movement): AsyncResult {
  const balance = (movement.balanceCents / 100).toFixed(2);
  return {
    resultCode: 0,
    transactionId: movement.receipt,
    parameters: [
      ['DebitAccountBalance', `${mainAccount(organisation)}|KES|${balance}|0.00|0.00|0.00`],
      ['Amount', movement.amountKes.toFixed(2)],
      ['TransCompletedTime', compactTime(movement.completedAtMs)],
      ['OriginalTransactionID', movement.originalReceipt ?? ''],
      ['Charge', '0.00'],
      ['CreditPartyPublicName', `${movement.msisdn ?? ''} - ${movement.payerName ?? ''}`],
      ['DebitPartyPublicName', `${organisation.shortcode} - ${organisation.name}`],
    ],
  };
}

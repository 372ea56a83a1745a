import { compactTime } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import { reasonType } from '../ledger/reasonType';
import { referenceOnlyId } from '../ledger/receiptNumber';
import type { Organisation } from '../ledger/shortcodes';
import { acceptAsync, failure } from '../results/acceptAsync';
import { organisationField, readInitiatorRequest } from '../results/initiatorRequest';
import { receiptFacts } from '../results/partyFacts';
import type { AsyncResult, ResultParameter } from '../results/resultBody';
import type { World } from '../world';
import { choiceField, fieldOf, msisdnField, optionalTextField, type Body } from './fields';
import type { OperationCall } from './operation';
import { invalidField, type Reply } from './reply';

/** Seen in answers of the M-PESA core to unknown receipts; Daraja documents no code for it. */
const unknownReceipt = [2032, 'The transaction receipt number does not exist.'] as const;

/**
 * Tells at ResultURL what became of a payment named by its receipt or by its conversation
 * (Daraja: Transaction Status).
 */
export function transactionStatus(world: World, call: OperationCall): Reply {
  const { body } = call;
  const organisation = partyA(world, body);
  const request = readInitiatorRequest(world, body, organisation, {
    initiator: 'Initiator',
    commands: ['TransactionStatusQuery'],
    occasion: 'Occasion',
  });
  const receipt = optionalTextField(body, 'TransactionID', 20);
  const conversation = optionalTextField(body, 'OriginalConversationID', 100);
  if (receipt === '' && conversation === '') throw invalidField('TransactionID');
  const { occasion } = request;
  return acceptAsync(world, {
    operation: 'transaction_status',
    request,
    facts: receiptFacts(world, call),
    references: [occasion === '' ? ['Occasion'] : ['Occasion', occasion]],
    perform: () => {
      const movement = find(world, organisation, receipt, conversation);
      return movement === undefined ? failure(...unknownReceipt) : found(world, movement);
    },
  });
}

/** IdentifierType says what PartyA is: 1 a subscriber, 2 a till, 4 a shortcode. */
function partyA(world: World, body: Body): Organisation {
  const type = choiceField(body, 'IdentifierType', ['1', '2', '4']);
  if (type !== '1') return organisationField(world, body, 'PartyA');
  msisdnField(body, 'PartyA');
  const initiator = fieldOf(body, 'Initiator');
  const organisation = world.shortcodes.all().find((each) => each.initiator === initiator);
  if (organisation === undefined) throw invalidField('Initiator');
  return organisation;
}

function find(
  world: World,
  { shortcode }: Organisation,
  receipt: string,
  conversation: string,
): Movement | undefined {
  const byReceipt = receipt !== '';
  const movement = byReceipt
    ? world.ledger.findByReceipt(receipt)
    : world.ledger.findByConversation(conversation);
  if (movement?.shortcode !== shortcode) return undefined;
  const allowed = world.settings.current.statusByMerchantRequestId;
  return !byReceipt && movement.kind === 'stk' && !allowed ? undefined : movement;
}

function found(world: World, movement: Movement): AsyncResult {
  return {
    resultCode: 0,
    transactionId: referenceOnlyId(Date.now()),
    parameters: [
      ['ReceiptNo', movement.receipt],
      ['TransactionStatus', 'Completed'],
      ['Amount', String(movement.amountKes)],
      ['InitiatedTime', compactTime(movement.initiatedAtMs)],
      ['FinalisedTime', compactTime(movement.completedAtMs)],
      ...parties(world, movement),
      ['ReasonType', reasonType(movement)],
      ['TransactionReason'],
      charges(movement),
      ['DebitAccountType', movement.direction === 'in' ? 'MMF Account' : 'Utility Account'],
      ['ConversationID', movement.conversationId ?? ''],
      ['OriginatorConversationID', movement.originatorConversationId ?? ''],
    ],
  };
}

/** The official sample has DebitPartyName twice; the second is really the credit party. */
function parties(world: World, movement: Movement): readonly ResultParameter[] {
  const name = world.shortcodes.find(movement.shortcode)?.name ?? '';
  const organisation = `${movement.shortcode} - ${name}`;
  const other =
    movement.msisdn === undefined
      ? (movement.partyB ?? '')
      : `${movement.msisdn} - ${movement.payerName ?? ''}`;
  const isPaidIn = movement.direction === 'in';
  const duplicated = world.settings.current.statusPartyNames === 'duplicated';
  return [
    ['DebitPartyName', isPaidIn ? other : organisation],
    [duplicated ? 'DebitPartyName' : 'CreditPartyName', isPaidIn ? organisation : other],
  ];
}

function charges(movement: Movement): ResultParameter {
  if (movement.chargeCents === 0) return ['DebitPartyCharges'];
  const shillings = (movement.chargeCents / 100).toFixed(2);
  return ['DebitPartyCharges', `Pay Bill Charge|KES|${shillings}`];
}

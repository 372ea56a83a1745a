import { compactTime } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import { mainAccount } from '../ledger/mainAccount';
import { chargeLabel, reasonType } from '../ledger/reasonType';
import { referenceOnlyId } from '../ledger/receiptNumber';
import type { Organisation } from '../ledger/shortcodes';
import { acceptAsync, failure } from '../results/acceptAsync';
import {
  holdsPassword,
  organisationField,
  readInitiatorRequest,
} from '../results/initiatorRequest';
import { receiptFacts } from '../results/partyFacts';
import type { AsyncResult, ResultParameter } from '../results/resultBody';
import type { World } from '../world';
import {
  choiceField,
  fieldOf,
  msisdnField,
  optionalTextField,
  scalarField,
  type Body,
} from './fields';
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
  const organisations = partyA(world, body);
  const request = readInitiatorRequest(world, body, organisations[0], {
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
      const shortcodes = organisations.map(({ shortcode }) => shortcode);
      const movement = find(world, shortcodes, receipt, conversation);
      const owner = organisations.find(({ shortcode }) => shortcode === movement?.shortcode);
      if (movement === undefined || owner === undefined) return failure(...unknownReceipt);
      return found(world, movement, owner);
    },
  });
}

/**
 * The organisations to look in. IdentifierType says what PartyA is: 1 a subscriber, who names no
 * organisation, so that all of the operator's are meant; 2 a till, 4 a shortcode.
 */
function partyA(world: World, body: Body): readonly [Organisation, ...Organisation[]] {
  const type = choiceField(body, 'IdentifierType', ['1', '2', '4']);
  // Clients that follow the oldest sample say 1 whatever they name.
  const isTolerant = world.settings.current.requestRules === 'tolerant';
  const isShortcode = isTolerant && /^\d{5,7}$/.test(scalarField(body, 'PartyA') ?? '');
  if (type !== '1' || isShortcode) return [organisationField(world, body, 'PartyA')];
  msisdnField(body, 'PartyA');
  const initiator = fieldOf(body, 'Initiator');
  const named = world.shortcodes.all().filter((each) => each.initiator === initiator);
  const credential = scalarField(body, 'SecurityCredential') ?? '';
  // Two operators may bear one name; with the wrong password the first of them is refused.
  const meant = named.filter((each) => holdsPassword(world, each, credential));
  const [first = named[0], ...others] = meant;
  if (first === undefined) throw invalidField('Initiator');
  return [first, ...others];
}

function find(
  world: World,
  shortcodes: readonly string[],
  receipt: string,
  conversation: string,
): Movement | undefined {
  const byReceipt = receipt !== '';
  const movement = byReceipt
    ? world.ledger.findReceiptOf(shortcodes, receipt)
    : world.ledger.findConversationOf(shortcodes, conversation);
  const allowed = byReceipt || world.settings.current.statusByMerchantRequestId;
  return movement?.kind === 'stk' && !allowed ? undefined : movement;
}

function found(world: World, movement: Movement, owner: Organisation): AsyncResult {
  return {
    resultCode: 0,
    transactionId: referenceOnlyId(Date.now()),
    parameters: [
      ['ReceiptNo', movement.receipt],
      ['TransactionStatus', 'Completed'],
      ['Amount', String(movement.amountKes)],
      ['InitiatedTime', compactTime(movement.initiatedAtMs)],
      ['FinalisedTime', compactTime(movement.completedAtMs)],
      ...parties(world, movement, owner),
      ['ReasonType', reasonType(movement, owner)],
      ['TransactionReason'],
      charges(movement, owner),
      ['DebitAccountType', debitAccount(movement, owner)],
      ['ConversationID', movement.conversationId ?? ''],
      ['OriginatorConversationID', movement.originatorConversationId ?? ''],
    ],
  };
}

/** The official sample has DebitPartyName twice; the second is really the credit party. */
function parties(
  world: World,
  movement: Movement,
  { shortcode, name }: Organisation,
): readonly ResultParameter[] {
  const organisation = `${shortcode} - ${name}`;
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

/** A customer pays out of their own account, one organisation pays another out of working. */
function debitAccount({ kind, direction }: Movement, owner: Organisation): string {
  if (kind === 'b2b' || kind === 'tax') return 'Working Account';
  return direction === 'in' ? 'MMF Account' : mainAccount(owner);
}

function charges(movement: Movement, owner: Organisation): ResultParameter {
  if (movement.chargeCents === 0) return ['DebitPartyCharges'];
  const shillings = (movement.chargeCents / 100).toFixed(2);
  return ['DebitPartyCharges', `${chargeLabel(owner)}|KES|${shillings}`];
}

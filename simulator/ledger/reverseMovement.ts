import type { World } from '../world';
import type { Movement } from './ledger';
import { receiptNumber } from './receiptNumber';
import { tellMoneyMoved } from './recordPayment';

/** Why a reversal did not happen, in the codes of Daraja: Reversal. */
export type ReversalRefusal = 'R000001' | 'R000002' | '1';

interface ReversalRequest {
  readonly receipt: string;
  /** Only the organisation that was paid may give back. */
  readonly shortcode: string;
  readonly amountKes: number;
  readonly originatorConversationId?: string;
  readonly conversationId?: string;
}

/**
 * Gives a customer's payment back, wholly or in part, once. R000001: already reversed; R000002:
 * no such payment of this organisation, or more than was paid; 1: the account has too little.
 */
export function reverseMovement(
  world: World,
  request: ReversalRequest,
): Movement | ReversalRefusal {
  const original = world.ledger.findReceiptOf([request.shortcode], request.receipt);
  const organisation = world.shortcodes.find(request.shortcode);
  if (original === undefined || organisation === undefined) return 'R000002';
  if (original.direction !== 'in') return 'R000002';
  if (original.reversedBy !== undefined) return 'R000001';
  const { amountKes } = request;
  if (amountKes > original.amountKes || original.msisdn === undefined) return 'R000002';
  if (organisation.mainCents < amountKes * 100) return '1';
  const nowMs = Date.now();
  organisation.mainCents -= amountKes * 100;
  world.phones.find(original.msisdn).balanceKes += amountKes;
  const key = `reversal:${world.identifiers.next('reversal')}`;
  const taken = (receipt: string): boolean => world.ledger.has(receipt);
  const { originatorConversationId, conversationId } = request;
  const movement = world.ledger.append({
    kind: 'reversal',
    direction: 'out',
    account: 'main',
    receipt: receiptNumber(world.random, key, nowMs, taken),
    amountKes,
    chargeCents: 0,
    shortcode: original.shortcode,
    msisdn: original.msisdn,
    ...(original.payerName === undefined ? {} : { payerName: original.payerName }),
    ...(original.accountReference === undefined
      ? {}
      : { accountReference: original.accountReference }),
    ...(originatorConversationId === undefined ? {} : { originatorConversationId }),
    ...(conversationId === undefined ? {} : { conversationId }),
    originalReceipt: original.receipt,
    initiatedAtMs: nowMs,
    completedAtMs: nowMs,
    balanceCents: organisation.mainCents,
  });
  original.reversedBy = movement.receipt;
  tellMoneyMoved(world, movement);
  return movement;
}

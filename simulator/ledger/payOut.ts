import type { World } from '../world';
import type { Movement, NewMovement } from './ledger';
import { receiptNumber } from './receiptNumber';
import { tellMoneyMoved } from './recordPayment';
import type { Organisation } from './shortcodes';

type PayOut = Pick<NewMovement, 'account' | 'amountKes' | 'msisdn' | 'partyB' | 'payerName'> &
  Pick<NewMovement, 'accountReference' | 'originatorConversationId' | 'conversationId'> & {
    readonly kind: 'b2c' | 'b2b' | 'tax' | 'sweep' | 'overdraft_repayment';
    readonly organisation: Organisation;
  };

/** Takes money out of an organisation's account, or undefined when there is too little. */
export function payOut(world: World, { organisation, ...out }: PayOut): Movement | undefined {
  const cents = out.amountKes * 100;
  const held = out.account === 'main' ? organisation.mainCents : organisation.workingCents;
  if (held < cents) return undefined;
  if (out.account === 'main') organisation.mainCents -= cents;
  else organisation.workingCents -= cents;
  const nowMs = Date.now();
  const key = `${out.kind}:${world.identifiers.next(out.kind)}`;
  const movement = world.ledger.append({
    ...out,
    direction: 'out',
    receipt: receiptNumber(world.random, key, nowMs, (receipt) => world.ledger.has(receipt)),
    chargeCents: 0,
    shortcode: organisation.shortcode,
    initiatedAtMs: nowMs,
    completedAtMs: nowMs,
    balanceCents: held - cents,
  });
  tellMoneyMoved(world, movement);
  return movement;
}

/** Moves what lies in the main account to the settlement account, as happens once a day. */
export function sweep(world: World, organisation: Organisation): Movement | undefined {
  const amountKes = Math.floor(organisation.mainCents / 100);
  if (amountKes === 0) return undefined;
  const movement = payOut(world, { kind: 'sweep', organisation, account: 'main', amountKes });
  organisation.settlementCents += amountKes * 100;
  return movement;
}

/** A business overdraft takes what came in, so that next to nothing is left of it. */
export function repayOverdraft(world: World, organisation: Organisation): Movement | undefined {
  const amountKes = Math.floor(organisation.mainCents / 100);
  if (amountKes === 0) return undefined;
  return payOut(world, { kind: 'overdraft_repayment', organisation, account: 'main', amountKes });
}

import { createHash } from 'node:crypto';
import { compactTime } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import type { C2bAddresses, Organisation } from '../ledger/shortcodes';
import { maskMsisdn } from '../masking';
import { firstNameOf } from '../payments/phones';
import type { Settings } from '../settings';
import { wireJson } from '../wireJson';
import type { World } from '../world';

/** The facts of a customer's payment that validation and confirmation tell. */
export interface C2bPayment {
  readonly receipt: string;
  readonly atMs: number;
  readonly amountKes: number;
  readonly payee: string;
  readonly isTill: boolean;
  readonly accountReference: string;
  readonly msisdn: string;
  readonly balanceCents?: number;
  readonly thirdPartyId?: string;
}

/**
 * The flat body of Daraja: Customer To Business, in which every value is a string. The balance
 * is blank in a validation.
 */
export function c2bBody(
  payment: C2bPayment,
  version: C2bAddresses['version'],
  settings: Settings,
): string {
  const { balanceCents } = payment;
  return wireJson({
    TransactionType: payment.isTill ? 'Buy Goods' : 'Pay Bill',
    TransID: payment.receipt,
    TransTime: compactTime(payment.atMs),
    TransAmount: payment.amountKes.toFixed(2),
    BusinessShortCode: payment.payee,
    BillRefNumber: payment.accountReference,
    InvoiceNumber: '',
    OrgAccountBalance: balanceCents === undefined ? '' : (balanceCents / 100).toFixed(2),
    ThirdPartyTransID: payment.thirdPartyId ?? '',
    MSISDN: c2bMsisdn(payment.msisdn, version, settings.c2bMsisdnShape),
    FirstName: firstNameOf(payment.msisdn),
    MiddleName: '',
    LastName: '',
  });
}

/** Tells a registered organisation of a payment; an STK payment arrives at this endpoint too. */
export function confirmC2b(world: World, movement: Movement, thirdPartyId = ''): void {
  const organisation = world.shortcodes.find(movement.shortcode);
  const addresses = organisation?.c2b;
  if (organisation === undefined || addresses === undefined) return;
  const { shortcode, msisdn = '', amountKes } = movement;
  const faults = world.faults.claimAll('delivery', 'c2b_confirmation', {
    msisdn,
    amountKes,
    shortcode,
  });
  const settings = world.settings.current;
  const body = c2bBody(
    paymentOf(movement, organisation, thirdPartyId),
    addresses.version,
    settings,
  );
  let afterMs = settings.callbackDelayMs;
  let { copies, gapMs } = { copies: 1, gapMs: 0 };
  for (const fault of faults) {
    if (fault.kind === 'callback_lost') return;
    if (fault.kind === 'callback_late') afterMs += fault.delayMs;
    if (fault.kind === 'callback_doubled') ({ copies, gapMs } = fault);
  }
  for (let copy = 0; copy < copies; copy += 1) {
    world.timers.after(afterMs + copy * gapMs, async () => {
      const { confirmationUrl: url } = addresses;
      const details = { receipt: movement.receipt };
      await world.courier.post({ operation: 'c2b_confirmation', url, body, details });
    });
  }
}

function paymentOf(
  movement: Movement,
  organisation: Organisation,
  thirdPartyId: string,
): C2bPayment {
  return {
    receipt: movement.receipt,
    atMs: movement.completedAtMs,
    amountKes: movement.amountKes,
    payee: organisation.till ?? organisation.shortcode,
    isTill: organisation.kind === 'store',
    accountReference: movement.accountReference ?? '',
    msisdn: movement.msisdn ?? '',
    balanceCents: movement.balanceCents,
    thirdPartyId,
  };
}

function c2bMsisdn(
  msisdn: string,
  version: C2bAddresses['version'],
  shape: Settings['c2bMsisdnShape'],
): string {
  const byVersion = version === 'v1' ? 'hashed' : 'masked_spaced';
  switch (shape === 'by_version' ? byVersion : shape) {
    case 'hashed':
      return createHash('sha256').update(msisdn).digest('hex');
    case 'masked':
      return `${msisdn.slice(0, 5)}****${msisdn.slice(-3)}`;
    case 'clear':
      return msisdn;
    default:
      return maskMsisdn(msisdn).replace('****', ' ***** ');
  }
}

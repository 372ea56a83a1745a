import { paymentRefusal } from '../payments/paymentRefusal';
import { recordPayment } from '../ledger/recordPayment';
import { receiptNumber } from '../ledger/receiptNumber';
import type { Movement } from '../ledger/ledger';
import type { Organisation } from '../ledger/shortcodes';
import type { World } from '../world';
import { c2bBody, confirmC2b } from './confirmC2b';
import { readValidationAnswer, type ValidationAnswer } from './validationAnswer';

/** A payment a customer makes by themselves, from the M-PESA menu. */
export interface CustomerPayment {
  readonly organisation: Organisation;
  readonly msisdn: string;
  readonly amountKes: number;
  readonly accountReference: string;
}

/**
 * Lets a customer pay: asks the organisation first when validation is on, moves the money, and
 * confirms under the receipt it asked with (Daraja: Customer To Business). Undefined when the
 * organisation or the phone's balance says no.
 */
export async function payByCustomer(
  world: World,
  payment: CustomerPayment,
): Promise<Movement | undefined> {
  const { organisation } = payment;
  const initiatedAtMs = Date.now();
  const key = `c2b:${world.identifiers.next('c2b')}`;
  if (!canPay(world, payment)) return undefined;
  const receipt = receiptNumber(world.random, key, initiatedAtMs, (taken) =>
    world.ledger.has(taken),
  );
  world.ledger.reserve(receipt);
  const answer = await validate(world, payment, receipt);
  // While the organisation thought, the money may have gone elsewhere or the world been reset.
  if (!answer.accepted || !canPay(world, payment)) return undefined;
  const movement = recordPayment(world, {
    kind: 'c2b',
    ...payment,
    ...(organisation.till === undefined ? {} : { partyB: organisation.till }),
    initiatedAtMs,
    receipt,
  });
  confirmC2b(world, movement, answer.thirdPartyId);
  return movement;
}

/** Whether the money is there, and the organisation still the one that was to be paid. */
function canPay(world: World, { organisation, msisdn, amountKes }: CustomerPayment): boolean {
  if (world.shortcodes.find(organisation.shortcode) !== organisation) return false;
  return paymentRefusal(world, { msisdn, amountKes }) === undefined;
}

/** No answer within the limit: the ResponseType that was registered decides. */
async function validate(
  world: World,
  payment: CustomerPayment,
  receipt: string,
): Promise<ValidationAnswer> {
  const settings = world.settings.current;
  const { organisation } = payment;
  const addresses = organisation.c2b;
  if (addresses === undefined || !settings.c2bValidation) return { accepted: true };
  const body = c2bBody(
    {
      receipt,
      atMs: Date.now(),
      amountKes: payment.amountKes,
      payee: organisation.till ?? organisation.shortcode,
      isTill: organisation.kind === 'store',
      accountReference: payment.accountReference,
      msisdn: payment.msisdn,
    },
    addresses.version,
    settings,
  );
  const answered = await world.courier.post({
    operation: 'c2b_validation',
    url: addresses.validationUrl,
    body,
    timeoutMs: settings.c2bValidationTimeoutMs,
    details: { shortcode: organisation.shortcode },
  });
  const answer = answered?.status === 200 ? readValidationAnswer(answered.body) : undefined;
  return answer ?? { accepted: addresses.responseType === 'Completed' };
}

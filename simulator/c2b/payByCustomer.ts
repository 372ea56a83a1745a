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
 * confirms (Daraja: Customer To Business). Undefined when the organisation or the phone's balance
 * says no.
 */
export async function payByCustomer(
  world: World,
  payment: CustomerPayment,
): Promise<Movement | undefined> {
  const { organisation, msisdn, amountKes } = payment;
  const initiatedAtMs = Date.now();
  const key = `c2b:${world.identifiers.next('c2b')}`;
  if (world.phones.find(msisdn).balanceKes < amountKes) return undefined;
  const answer = await validate(world, payment, key);
  if (!answer.accepted) return undefined;
  const movement = recordPayment(world, {
    kind: 'c2b',
    ...payment,
    ...(organisation.till === undefined ? {} : { partyB: organisation.till }),
    initiatedAtMs,
    key,
  });
  confirmC2b(world, movement, answer.thirdPartyId);
  return movement;
}

/** No answer within the limit: the ResponseType that was registered decides. */
async function validate(
  world: World,
  payment: CustomerPayment,
  key: string,
): Promise<ValidationAnswer> {
  const settings = world.settings.current;
  const { organisation } = payment;
  const addresses = organisation.c2b;
  if (addresses === undefined || !settings.c2bValidation) return { accepted: true };
  const nowMs = Date.now();
  const receipt = receiptNumber(world.random, key, nowMs, (taken) => world.ledger.has(taken));
  const body = c2bBody(
    {
      receipt,
      atMs: nowMs,
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

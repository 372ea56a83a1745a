import { InvariantError } from '../../../domain/values/invariant';
import { isTokenOf, promptedAtMs } from '../../../domain/payment/payment';
import { applyPushResult, reservePush, type PushResult } from '../../../domain/payment/push';
import { decidePayment } from '../../../domain/payment/decide';
import { PUSH, at, callback, contextWith, createdPayment, PROMPTED_AT_MS } from './builders';
import { reservedPayment, promptedPayment } from './promptedPayment';

const FENCE = PUSH.callbackTokenHash;
const NOW = at(PROMPTED_AT_MS);
const OTHER_TOKEN = 'c'.repeat(64);
const ACCEPTED: PushResult = {
  kind: 'accepted',
  checkoutRequestId: 'ws_CO_23112026203016999708374149',
  merchantRequestId: null,
};
const UNREACHABLE: PushResult = {
  kind: 'not_sent',
  errorCode: null,
  failure: 'provider_unreachable',
};

function apply(result: PushResult, payment = reservedPayment(), fence = FENCE) {
  return applyPushResult(payment, fence, result, NOW);
}

describe('the push of a payment', () => {
  // Guarantees that a zombie worker or a reset workflow cannot send again (M1, M2).
  it.each([
    ['reserved', reservedPayment()],
    ['accepted', promptedPayment()],
    ['lost', apply({ kind: 'unknown' })],
    ['refused', apply({ kind: 'refused', errorCode: '400.002.02', failure: 'request_refused' })],
  ])('is never reserved a second time once it is %s', (_name, payment) => {
    expect(() => reservePush(payment, OTHER_TOKEN, NOW)).toThrow(InvariantError);
  });

  it('is reserved again after it provably did not leave, with a new token', () => {
    const back = apply(UNREACHABLE);
    expect(back).toMatchObject({ state: 'created', events: [] });
    expect(promptedAtMs(back)).toBeNull();
    const again = reservePush(back, OTHER_TOKEN, NOW);
    expect(again.state).toBe('prompting');
    const { push } = again;
    expect(push?.callbackTokenHash).toBe(OTHER_TOKEN);
    // Daraja may have been wrong about the first push: its callback must still find its payment.
    expect([FENCE, OTHER_TOKEN].map((hash) => push && isTokenOf(push, hash))).toEqual([true, true]);
  });

  it('takes no answer of an older reservation', () => {
    const again = reservePush(apply(UNREACHABLE), OTHER_TOKEN, NOW);
    expect(apply(ACCEPTED, again, FENCE)).toBe(again);
  });

  it('takes one answer once', () => {
    const accepted = promptedPayment();
    expect(apply(ACCEPTED, accepted)).toBe(accepted);
    expect(apply({ kind: 'unknown' }, accepted)).toBe(accepted);
    expect(apply(UNREACHABLE, accepted)).toBe(accepted);
  });

  it('is unresolved when its answer is lost, and learns of it when it comes after all', () => {
    const lost = apply({ kind: 'unknown' });
    expect(lost.state).toBe('unresolved');
    expect(promptedAtMs(lost)).not.toBeNull();
    const found = apply(ACCEPTED, lost);
    expect(found.push).toMatchObject({ status: 'accepted' });
    expect(found.events.map((event) => event.type)).toEqual(['payment.unresolved']);
  });

  // Guarantees that a callback which overtakes the answer of its push breaks nothing (F11, F2).
  it.each<[string, PushResult]>([
    ['accepted', ACCEPTED],
    ['unknown', { kind: 'unknown' }],
  ])('may be overtaken by its callback and then be %s', (_name, result) => {
    const early = decidePayment(reservedPayment(), [callback('0')], contextWith(), NOW);
    const after = apply(result, early.payment);
    expect(after.state).toBe('verifying');
    expect(after.push?.status).toBe(result.kind);
  });

  it('fails the payment when Daraja refuses it, with the reason', () => {
    const refusal = { errorCode: '400.002.02', failure: 'request_refused' } as const;
    const refused = apply({ kind: 'refused', ...refusal });
    expect(refused).toMatchObject({ state: 'failed', failureCode: 'request_refused' });
    expect(refused.push).toMatchObject({ status: 'refused', errorCode: '400.002.02' });
  });

  it('is given up once the customer has waited long enough', () => {
    const late = at(createdPayment().promptBeforeAtMs);
    const given = applyPushResult(reservedPayment(), FENCE, UNREACHABLE, late);
    expect(given).toMatchObject({ state: 'failed', failureCode: 'provider_unreachable' });
  });
});

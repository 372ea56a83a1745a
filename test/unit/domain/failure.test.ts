import { FAILURES, failureOf, retryOf, type FailureCode } from '../../../domain/values/failures';
import { RESULT_CODES } from '../../../domain/evidence/resultCodes';

const CODES = Object.keys(FAILURES) as FailureCode[];
const VERDICT_AT_MS = Date.UTC(2026, 10, 23, 17, 30, 45);

describe('failures', () => {
  it.each(CODES)('%s speaks to merchant and customer, in both languages', (code) => {
    const { message, customerMessage } = failureOf(code);
    for (const text of [message, customerMessage.en, customerMessage.sw]) {
      expect(text).toMatch(/^[A-Z].*[.!]$/);
      expect(text).not.toMatch(/undefined|null|\$\{/);
    }
    expect(customerMessage.en).not.toBe(customerMessage.sw);
  });

  it.each(CODES)('%s says whether to ask again, when and why', (code) => {
    const { safe, notBefore, reason } = retryOf(code, VERDICT_AT_MS);
    expect([true, false, 'unknown']).toContain(safe);
    expect(reason).toMatch(/^[A-Z].*\.$/);
    if (notBefore !== null) expect(Date.parse(notBefore)).toBeGreaterThan(VERDICT_AT_MS);
  });

  // Guarantees that nobody is told that they were not charged while that is not proven (M5).
  it.each<FailureCode>(['outcome_unknown', 'needs_review'])(
    '%s never says that a retry is safe or that nothing was charged',
    (code) => {
      expect(retryOf(code, VERDICT_AT_MS).safe).toBe('unknown');
      const { customerMessage } = failureOf(code);
      expect(customerMessage.en).not.toMatch(/not been charged/);
      expect(customerMessage.sw).not.toMatch(/Hujatozwa/);
    },
  );

  it('waits as long as M-Pesa wants before the same customer is asked again', () => {
    const secondsOf = (code: FailureCode) =>
      (Date.parse(retryOf(code, VERDICT_AT_MS).notBefore ?? '') - VERDICT_AT_MS) / 1000;
    expect(secondsOf('subscriber_busy')).toBeGreaterThanOrEqual(60);
    expect(secondsOf('same_amount_too_soon')).toBeGreaterThanOrEqual(120);
    expect(retryOf('cancelled_by_customer', VERDICT_AT_MS).notBefore).toBeNull();
  });

  it('are named by result codes only where they exist', () => {
    for (const { failure } of RESULT_CODES.values()) {
      if (failure !== null) expect(CODES).toContain(failure);
    }
  });
});

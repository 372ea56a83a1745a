import { FAILURES, retryOf, type FailureCode } from '../../domain/values/failures';
import { RESULT_CODES } from '../../domain/evidence/resultCodes';
import { literal, page, table } from './page';

const CODES = Object.keys(FAILURES) as FailureCode[];

/** docs/generated/failures.md, from the table of domain/values/failures.ts. */
export function failuresPage(): string {
  return page(
    'Failures',
    'Made from `FAILURES` in `domain/values/failures.ts`: every reason for which a payment did ' +
      'not succeed, as it stands in `failure` and `retry` of a payment. `outcome_unknown` and ' +
      '`needs_review` belong to payments that are still open.',
    '## For the merchant',
    'May the merchant ask the same customer again? `unknown` means not yet: money may still ' +
      'move. The wait counts from the verdict and is given as `retry.notBefore`.',
    table(
      ['code', 'message', 'retry.safe', 'wait', 'retry.reason', 'result codes'],
      CODES.map(advice),
    ),
    '## For the customer',
    'As `failure.customerMessage`, in English and in Swahili.',
    table(
      ['code', 'English (`en`)', 'Swahili (`sw`)'],
      CODES.map((code) => {
        const { en, sw } = FAILURES[code].customerMessage;
        return [literal(code), en, sw];
      }),
    ),
  );
}

function advice(code: FailureCode): string[] {
  const { safe, notBefore, reason } = retryOf(code, 0);
  const wait = notBefore === null ? '–' : `${Date.parse(notBefore) / 1000} s`;
  const { message } = FAILURES[code];
  return [literal(code), message, literal(String(safe)), wait, reason, resultCodesOf(code)];
}

function resultCodesOf(failure: FailureCode): string {
  const found = [...RESULT_CODES].filter(([, rule]) => rule.failure === failure);
  return found.length === 0 ? literal(null) : found.map(([code]) => literal(code)).join(', ');
}

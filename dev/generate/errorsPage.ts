import { invalidField, problemOf } from '../../api/http/problem';
import { ERRORS, type RetryAdvice } from '../../api/http/errors';
import { parseAmountKes } from '../../domain/values/money';
import { code, literal, page, table } from './page';

const ADVICE: Readonly<Record<RetryAdvice, string>> = {
  never: 'the same request would be refused again: change it first',
  safe: 'repeat the same request after a moment',
  unknown: 'repeat it with the same `Idempotency-Key` only; nothing is done twice then',
};

/** docs/generated/errors.md, from the table of api/http/errors.ts. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([name, { status, title, retry }]) => [
    literal(name),
    String(status),
    title,
    literal(retry),
  ]);
  return page(
    'Errors',
    'Made from `ERRORS` in `api/http/errors.ts`: every error that a caller of the API can meet. ' +
      'The `code` never changes its meaning; texts may be improved.',
    '## An example',
    'Every error is `application/problem+json` (RFC 9457). `field`, `rule` and `remedy` are ' +
      'there where they help.',
    code('json', JSON.stringify(example(), null, 2)),
    '## The codes',
    table(['code', 'status', 'title', 'retry'], rows),
    '## What `retry` advises',
    table(
      ['retry', 'advice'],
      Object.entries(ADVICE).map(([name, text]) => [literal(name), text]),
    ),
  );
}

/** What the API answers to an amount with a fraction. */
function example(): unknown {
  const parsed = parseAmountKes(1.5);
  if (parsed.ok) throw new Error('The example must be a request that is refused.');
  return problemOf(invalidField(parsed.error), 'req_01kaqq00000000000000000000');
}

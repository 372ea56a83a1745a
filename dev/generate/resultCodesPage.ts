import { RESULT_CODES, type Proof } from '../../domain/evidence/resultCodes';
import { literal, page, table } from './page';

/** What each kind of proof is worth, in the words of the judge. */
const PROOFS: Readonly<Record<Proof, string>> = {
  paid: 'money moved, if the answer came over our own connection; a callback alone proves little',
  not_paid:
    'no money moved and this prompt can no longer be paid; believed when a callback and a query ' +
    'say so, or when two reads say so after the life of the prompt',
  not_paid_yet:
    'nobody has paid so far; believed only when two reads agree after the life of the prompt',
  pending: 'M-Pesa is still at it: ask again',
  nothing:
    "no statement about a customer's payment: it is `unresolved` until something proves more",
};

/** docs/generated/result-codes.md, from the catalogue of domain/evidence/resultCodes.ts. */
export function resultCodesPage(): string {
  const rows = [...RESULT_CODES].map(([resultCode, { proof, failure, meaning }]) => [
    literal(resultCode),
    meaning,
    literal(proof),
    failure === null ? literal(null) : `[\`${failure}\`](failures.md)`,
  ]);
  return page(
    'Result codes',
    'Made from `RESULT_CODES` in `domain/evidence/resultCodes.ts`: what a `ResultCode` of Daraja ' +
      'proves about money. Codes decide, never descriptions. A code that is not listed proves ' +
      'nothing.',
    '## What a proof is worth',
    table(
      ['proof', 'what it says'],
      Object.entries(PROOFS).map(([name, says]) => [literal(name), says]),
    ),
    '## The codes',
    table(['code', 'meaning', 'proof', 'failure once proven'], rows),
  );
}

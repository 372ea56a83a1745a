import { evidenceViewOf } from '../../../domain/payment/evidenceView';
import type { TransactionStatusEvidence } from '../../../domain/evidence/evidence';
import { callback, query } from './builders';

const status = (given: Partial<TransactionStatusEvidence>) =>
  evidenceViewOf({
    evidenceId: 'evd_1',
    atMs: 0,
    kind: 'transaction_status',
    resultCode: '0',
    status: null,
    receipt: null,
    amountCents: null,
    shortcode: null,
    initiatedAtMs: null,
    payerMasked: '2547****149',
    payerHash: 'hash of a number',
    ...given,
  } as TransactionStatusEvidence);

// Guarantees that evidence is shown without anybody's number, masked or hashed (M15).
it('shows nothing of who paid', () => {
  expect(JSON.stringify(status({ status: 'Completed' }))).not.toMatch(/2547|hash of/);
});

it('says of a status what it says of money, and not what its code says of the question', () => {
  expect(status({ status: 'Completed' })).toMatchObject({ says: 'paid' });
  expect(status({ status: 'Declined' })).toMatchObject({ says: 'not_paid' });
  expect(status({ status: 'Pending' })).toMatchObject({ says: 'nothing' });
});

it('names source, code, meaning, receipt and amount of a callback', () => {
  expect(evidenceViewOf(callback('0'))).toMatchObject({
    source: 'callback',
    says: 'paid',
    resultCode: '0',
    meaning: 'paid',
  });
  expect(evidenceViewOf(query('1037'))).toMatchObject({
    source: 'stk_query',
    says: 'not_paid_yet',
    receipt: null,
    amountKes: null,
  });
});

it('says nothing of what it could not read', () => {
  const unreadable = {
    ...{ evidenceId: 'evd_1', atMs: 0, kind: 'unreadable_callback', callbackId: 'cb_1' },
    bodySha256: 'abc',
  };
  expect(evidenceViewOf(unreadable as never)).toMatchObject({ says: 'nothing', resultCode: null });
});

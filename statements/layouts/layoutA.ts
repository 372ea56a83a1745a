import type { Layout } from './layout';

/** The older export of the organisation portal: 13 or 14 columns after a preamble, or fewer. */
export const layoutA: Layout = {
  id: 'A',
  columns: {
    'receipt no': 'receipt',
    'completion time': 'completedAt',
    'initiation time': 'initiatedAt',
    details: 'details',
    'transaction status': 'status',
    'paid in': 'paidIn',
    withdrawn: 'withdrawn',
    balance: 'balance',
    'balance confirmed': 'unused',
    'reason type': 'type',
    'other party info': 'otherParty',
    'linked transaction id': 'linkedReceipt',
    'a/c no': 'reference',
    currency: 'currency',
  },
  optional: [
    'balance confirmed',
    'reason type',
    'other party info',
    'linked transaction id',
    'a/c no',
    'currency',
  ],
};

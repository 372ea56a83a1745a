import type { Layout } from './layout';

/** The statement of a till. */
export const layoutT: Layout = {
  id: 'T',
  columns: {
    'receipt no': 'receipt',
    'completion time': 'completedAt',
    details: 'details',
    'transaction status': 'status',
    'paid in': 'paidIn',
    withdrawn: 'withdrawn',
    balance: 'balance',
    'transaction type': 'type',
    'other party': 'otherParty',
  },
  optional: [],
};

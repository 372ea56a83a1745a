import type { Layout } from './layout';

/**
 * The daily extract for a head office with many stores. Every store has a balance of its own. In
 * the CSV the header has a label too many in front, so that rows stand one column further left.
 */
export const layoutC: Layout = {
  id: 'C',
  columns: {
    'store name': 'store',
    'receipt number': 'receipt',
    'account type name': 'accountName',
    'transaction type': 'type',
    'start timestamp': 'completedAt',
    'transaction party details': 'otherParty',
    'credit amount': 'paidIn',
    'debit amount': 'withdrawn',
    balance: 'balance',
    'linked transaction id': 'linkedReceipt',
  },
  optional: ['linked transaction id'],
  headerLeads: true,
};

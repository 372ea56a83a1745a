import type { Layout } from './layout';

/**
 * An export of the older portal: the first eight columns of A, with columns behind them that have
 * neither label nor content.
 */
export const layoutE: Layout = {
  id: 'E',
  columns: {
    'receipt no': 'receipt',
    'completion time': 'completedAt',
    'initiation time': 'initiatedAt',
    details: 'details',
    'transaction status': 'status',
    'paid in': 'paidIn',
    withdrawn: 'withdrawn',
    balance: 'balance',
  },
  optional: [],
  mark: 'blank_columns',
};

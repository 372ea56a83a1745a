import type { Layout } from './layout';

/** The newer template of the organisation portal: no preamble, all in seven columns. */
export const layoutB: Layout = {
  id: 'B',
  columns: {
    'receipt no': 'receipt',
    'completion time': 'completedAt',
    details: 'details',
    'transaction status': 'status',
    'paid in': 'paidIn',
    withdrawn: 'withdrawn',
    balance: 'balance',
  },
  optional: [],
};

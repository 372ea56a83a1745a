import type { Layout } from './layout';
import { layoutT } from './layoutT';

/** The workbook of M-PESA for Business: the columns of T, and a sheet before them that sums up. */
export const layoutD: Layout = {
  id: 'D',
  columns: layoutT.columns,
  optional: [],
  mark: 'summary',
};

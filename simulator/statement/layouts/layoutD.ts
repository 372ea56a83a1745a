import { yearFirstTime } from '../../eastAfricaTime';
import { mainAccount } from '../../ledger/mainAccount';
import { amount, moment, words, type Row } from '../cell';
import { groupedAmount, plainAmount } from '../csv';
import type { StatementDay } from '../dayOfStatement';
import type { StatementRow } from '../statementRows';
import type { Layout } from './layout';

const header = [
  'Receipt No',
  'Completion Time',
  'Details',
  'Transaction Status',
  'Paid in',
  'Withdrawn',
  'Balance',
  'Transaction Type',
  'Other Party',
];

/** A workbook cuts the names of its sheets at so many characters. */
const SHEET_NAME_MAX = 31;
const HEADER_ROW = 9;

/**
 * The M-PESA FULL STATEMENT of M-PESA for Business: a sheet of sums by type, whose Total is that of
 * the details to the cent, then the details, newest first, with their header in the ninth row. The
 * other party is the organisation itself: the payer stands in Details only.
 */
export const layoutD: Layout = {
  fileName: ({ organisation, date }) => `M-PESA FULL STATEMENT ${organisation.shortcode} ${date}`,
  lineEnd: '\r\n',
  sheets: (day) => [
    { name: 'Summary', rows: summary(completedOf(day)) },
    {
      name: `M-PESA FULL STATEMENT - ${mainAccount(day.organisation)}`.slice(0, SHEET_NAME_MAX),
      rows: [...preamble(day), words(...header), ...completedOf(day).map((row) => cells(row, day))],
    },
  ],
};

function completedOf({ rows }: StatementDay): StatementRow[] {
  return rows.filter(({ status }) => status === 'Completed');
}

function summary(rows: readonly StatementRow[]): Row[] {
  const types = [...new Set(rows.map(({ reasonType }) => reasonType))];
  const sums = [...types, null].map((type) => {
    const counted = rows.filter(({ reasonType }) => type === null || reasonType === type);
    const paidIn = counted.reduce((cents, row) => cents + row.paidInCents, 0);
    const paidOut = counted.reduce((cents, row) => cents + row.withdrawnCents, 0);
    return [
      ...words(type ?? 'Total'),
      amount(paidIn, groupedAmount(paidIn)),
      amount(paidOut, groupedAmount(paidOut)),
    ];
  });
  return [words('Transaction Type', 'Paid In', 'Paid Out'), ...sums];
}

function preamble({ organisation, date }: StatementDay): Row[] {
  const said = [
    words('M-PESA FULL STATEMENT'),
    words('Organization Name', organisation.name),
    words('Short Code', organisation.shortcode),
    words('Statement Period', `${date} - ${date}`),
  ];
  return [...said, ...Array.from({ length: HEADER_ROW - 1 - said.length }, () => words(''))];
}

function cells(row: StatementRow, { organisation }: StatementDay): Row {
  const { paidInCents, withdrawnCents } = row;
  return [
    ...words(row.receipt),
    moment(row.completedAtMs, yearFirstTime(row.completedAtMs)),
    ...words(row.details, row.status),
    amount(paidInCents, paidInCents === 0 ? '' : groupedAmount(paidInCents)),
    amount(-withdrawnCents, withdrawnCents === 0 ? '' : plainAmount(-withdrawnCents)),
    amount(row.balanceCents, groupedAmount(row.balanceCents)),
    ...words(row.reasonType, organisation.name),
  ];
}

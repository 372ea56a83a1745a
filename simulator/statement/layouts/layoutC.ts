import { compactDate, yearFirstTime } from '../../eastAfricaTime';
import { mainAccount } from '../../ledger/mainAccount';
import { amount, moment, words, type Row } from '../cell';
import { shortAmount } from '../csv';
import type { StatementDay } from '../dayOfStatement';
import type { StatementRow } from '../statementRows';
import type { Layout } from './layout';

const header = [
  'STORE_NAME',
  'RECEIPT_NUMBER',
  'ACCOUNT_TYPE_NAME',
  'TRANSACTION_TYPE',
  'START_TIMESTAMP',
  'TRANSACTION_PARTY_DETAILS',
  'CREDIT_AMOUNT',
  'DEBIT_AMOUNT',
  'BALANCE',
  'LINKED_TRANSACTION_ID',
];

/**
 * The daily extract that a head office gets by e-mail, oldest first. The header of its CSV has one
 * label too many in front, so that the data stand one column further left than it says.
 */
export const layoutC: Layout = {
  fileName: ({ organisation, startMs }) =>
    `Mpesa_${organisation.shortcode}_${compactDate(startMs)}235959`,
  lineEnd: '\n',
  sheets: (day, format) => {
    const labels = format === 'csv' ? ['HEAD_OFFICE_NAME', ...header] : header;
    const rows = [...day.rows].reverse().filter(({ status }) => status === 'Completed');
    return [
      {
        name: `Mpesa_${day.organisation.shortcode}_1`,
        rows: [words(...labels), ...rows.map((row) => cells(row, day))],
      },
    ];
  },
};

function cells(row: StatementRow, { organisation }: StatementDay): Row {
  const { paidInCents, withdrawnCents } = row;
  return [
    ...words(organisation.name.toUpperCase(), row.receipt, mainAccount(organisation)),
    ...words(row.paidInCents > 0 ? row.reasonType : row.details),
    moment(row.initiatedAtMs, yearFirstTime(row.initiatedAtMs)),
    ...words(row.otherParty),
    amount(paidInCents, paidInCents === 0 ? '' : shortAmount(paidInCents)),
    amount(withdrawnCents, withdrawnCents === 0 ? '' : shortAmount(withdrawnCents)),
    amount(row.balanceCents, shortAmount(row.balanceCents)),
    ...words(row.linkedReceipt),
  ];
}

import { dayFirstTime } from '../../eastAfricaTime';
import { sweepLabel } from '../../ledger/reasonType';
import { words, type Row } from '../cell';
import { groupedAmount } from '../csv';
import type { StatementRow } from '../statementRows';
import type { Layout } from './layout';

const header = [
  'Receipt No',
  'Completion Time',
  'Details',
  'Transaction Status',
  'Paid In (KSHs)',
  'Withdrawn (KSHs)',
  'Balance (KSHs)',
];

const sweepOn = 'Organization Settlement Account to Organization MMF Account';

/**
 * The newer template of the organisation portal: no preamble, seven columns, CRLF, grouped
 * amounts, 0.00 where a sum is zero, text in every cell; a sweep is two rows with one receipt.
 */
export const layoutB: Layout = {
  fileName: ({ organisation, date }) =>
    `Statements for ${organisation.shortcode} from ${date} to ${date}`,
  lineEnd: '\r\n',
  sheets: (day) => {
    const sweepOut = sweepLabel(day.organisation);
    const rows = day.rows.flatMap((row) =>
      row.details === sweepOut ? [sweepTwin(row), row] : [row],
    );
    return [{ name: 'Statements', rows: [words(...header), ...rows.map(cells)] }];
  },
};

/** What leaves one account arrives in the next under the same receipt, as money paid in. */
function sweepTwin(row: StatementRow): StatementRow {
  const { withdrawnCents: cents } = row;
  return { ...row, details: sweepOn, paidInCents: cents, withdrawnCents: 0, balanceCents: cents };
}

function cells(row: StatementRow): Row {
  return words(
    row.receipt,
    dayFirstTime(row.completedAtMs, '/'),
    row.details,
    row.status,
    groupedAmount(row.paidInCents),
    groupedAmount(row.withdrawnCents),
    groupedAmount(row.balanceCents),
  );
}

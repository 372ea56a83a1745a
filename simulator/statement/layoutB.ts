import { dayFirstTime } from '../eastAfricaTime';
import { sweepLabel } from '../ledger/reasonType';
import { csvLine, groupedAmount } from './csv';
import type { StatementDay } from './dayOfStatement';
import type { StatementRow } from './statementRows';

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
 * amounts, 0.00 where a sum is zero; a sweep is two rows with one receipt.
 */
export function layoutB(day: StatementDay): { fileName: string; text: string } {
  const { shortcode } = day.organisation;
  const sweepOut = sweepLabel(day.organisation);
  const rows = day.rows.flatMap((row) =>
    row.details === sweepOut ? [sweepTwin(row), row] : [row],
  );
  const lines = [header, ...rows.map(fields)];
  return {
    fileName: `Statements for ${shortcode} from ${day.date} to ${day.date}.csv`,
    text: `${lines.map(csvLine).join('\r\n')}\r\n`,
  };
}

/** What leaves one account arrives in the next under the same receipt, as money paid in. */
function sweepTwin(row: StatementRow): StatementRow {
  const { withdrawnCents: cents } = row;
  return { ...row, details: sweepOn, paidInCents: cents, withdrawnCents: 0, balanceCents: cents };
}

function fields(row: StatementRow): string[] {
  return [
    row.receipt,
    dayFirstTime(row.completedAtMs, '/'),
    row.details,
    row.status,
    groupedAmount(row.paidInCents),
    groupedAmount(row.withdrawnCents),
    groupedAmount(row.balanceCents),
  ];
}

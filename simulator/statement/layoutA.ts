import { dayFirstTime } from '../eastAfricaTime';
import { mainAccount } from '../ledger/mainAccount';
import { csvLine, plainAmount } from './csv';
import type { StatementDay } from './dayOfStatement';
import type { StatementRow } from './statementRows';

const header = [
  'Receipt No.',
  'Completion Time',
  'Initiation Time',
  'Details',
  'Transaction Status',
  'Paid In',
  'Withdrawn',
  'Balance',
  'Balance Confirmed',
  'Reason Type',
  'Other Party Info',
  'Linked Transaction ID',
  'A/C No.',
];

/**
 * The older export of the organisation portal: six lines of preamble, thirteen columns, plain
 * amounts, Withdrawn negative, a blank where a sum is zero.
 */
export function layoutA(day: StatementDay): { fileName: string; text: string } {
  const account = mainAccount(day.organisation);
  const lines = [...preamble(day, account), header, ...day.rows.map(fields)];
  return {
    fileName: fileName(day, account),
    text: `${lines.map(csvLine).join('\n')}\n`,
  };
}

/** Only an export of completed rows says Completed. */
function fileName({ organisation, date, rows }: StatementDay, account: string): string {
  const name = `ORG_${organisation.shortcode}`;
  if (rows.some((row) => row.status !== 'Completed')) return `${name}_Statement.csv`;
  return `${name}_${account}_Completed_${date.replaceAll('-', '')}235959.csv`;
}

function preamble(day: StatementDay, account: string): string[][] {
  const { organisation, startMs, rows } = day;
  const completed = rows.filter((row) => row.status === 'Completed');
  const paidIn = completed.reduce((cents, row) => cents + row.paidInCents, 0);
  const withdrawn = completed.reduce((cents, row) => cents + row.withdrawnCents, 0);
  const [from, to] = [startMs, startMs + 86_399_000].map((atMs) => dayFirstTime(atMs, '-'));
  const report = dayFirstTime(startMs + 31 * 3_600_000, '-');
  return [
    ['Account Holder:', organisation.name],
    ['Short Code:', organisation.shortcode],
    ['Account:', account],
    ['Time Period:', 'From', from ?? '', 'To', to ?? ''],
    ['Operator:', 'operator1', 'Organization:', organisation.name, 'Date of Report:', report],
    [
      ...['Opening Balance:', plainAmount(day.openingCents)],
      ...['Closing Balance:', plainAmount(day.closingCents), 'Available Balance:', ''],
      ...['Total Paid In:', plainAmount(paidIn), 'Total Withdrawn:', plainAmount(-withdrawn)],
    ],
  ];
}

function fields(row: StatementRow): string[] {
  const isCompleted = row.status === 'Completed';
  return [
    row.receipt,
    dayFirstTime(row.completedAtMs, '-'),
    dayFirstTime(row.initiatedAtMs, '-'),
    row.details,
    row.status,
    row.paidInCents === 0 ? '' : plainAmount(row.paidInCents),
    row.withdrawnCents === 0 ? '' : plainAmount(-row.withdrawnCents),
    isCompleted ? plainAmount(row.balanceCents) : '',
    isCompleted ? 'true' : '',
    row.reasonType,
    row.otherParty,
    row.linkedReceipt,
    row.account,
  ];
}

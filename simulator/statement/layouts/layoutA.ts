import { dayFirstTime } from '../../eastAfricaTime';
import { mainAccount } from '../../ledger/mainAccount';
import { amount, moment, words, type Row } from '../cell';
import { plainAmount } from '../csv';
import type { StatementDay } from '../dayOfStatement';
import type { StatementRow } from '../statementRows';
import type { Layout } from './layout';

const COLUMNS = [
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
  'Currency',
] as const;

const OTHER_PARTY = COLUMNS.indexOf('Other Party Info');
const ALL_PREAMBLE = [0, 1, 2, 3, 4, 5];

/**
 * The older export of the organisation portal: preamble, header, plain amounts, Withdrawn negative,
 * a blank where a sum is zero. It is known with 14, 13, 9 and 8 columns; the two short ones have
 * only the shortcode and the balances above them.
 */
export function layoutA(width: 8 | 9 | 13 | 14): Layout {
  const isShort = width < 13;
  return {
    fileName,
    lineEnd: '\n',
    sheets: (day) => [
      {
        name: 'transaction',
        rows: [
          ...preamble(day).filter((_, line) => (isShort ? [1, 5] : ALL_PREAMBLE).includes(line)),
          cut(words(...COLUMNS), width),
          ...day.rows.map((row) => cut(cells(row), width)),
        ],
      },
    ],
  };
}

const E_PREAMBLE_ROWS = 11;

/** The oldest export: eight columns after eleven rows of preamble, and empty columns behind. */
export const layoutE: Layout = {
  fileName,
  lineEnd: '\n',
  sheets: (day) => {
    const head = preamble(day);
    const blank = Array.from({ length: E_PREAMBLE_ROWS - head.length }, () => words(''));
    const rows = [words(...COLUMNS), ...day.rows.map(cells)];
    const trailing = words('', '');
    const wide = rows.map((row) => [...cut(row, 8), ...trailing]);
    return [{ name: 'export', rows: [...head, ...blank, ...wide] }];
  },
};

function cut(row: Row, width: number): Row {
  return width === 9
    ? [...row.slice(0, 8), ...row.slice(OTHER_PARTY, OTHER_PARTY + 1)]
    : row.slice(0, width);
}

/** Only an export of completed rows says Completed. */
function fileName({ organisation, endMs, rows }: StatementDay): string {
  const name = `ORG_${organisation.shortcode}`;
  if (rows.some((row) => row.status !== 'Completed')) return `${name}_Statement`;
  const last = dayFirstTime(endMs - 1_000, '-');
  const [day = '', month = '', year = ''] = last.slice(0, 10).split('-');
  const clock = last.slice(11).replaceAll(':', '');
  return `${name}_${mainAccount(organisation)}_Completed_${year}${month}${day}${clock}`;
}

function preamble(day: StatementDay): Row[] {
  const { organisation, startMs, endMs, rows } = day;
  const completed = rows.filter((row) => row.status === 'Completed');
  const paidIn = completed.reduce((cents, row) => cents + row.paidInCents, 0);
  const withdrawn = completed.reduce((cents, row) => cents + row.withdrawnCents, 0);
  const report = dayFirstTime(startMs + 31 * 3_600_000, '-');
  const from = dayFirstTime(startMs, '-');
  const to = dayFirstTime(endMs - 1_000, '-');
  return [
    words('Account Holder:', organisation.name),
    words('Short Code:', organisation.shortcode),
    words('Account:', mainAccount(organisation)),
    words('Time Period:', 'From', from, 'To', to),
    words('Operator:', 'operator1', 'Organization:', organisation.name, 'Date of Report:', report),
    [
      ...words('Opening Balance:', plainAmount(day.openingCents)),
      ...words('Closing Balance:', plainAmount(day.closingCents), 'Available Balance:', ''),
      ...words('Total Paid In:', plainAmount(paidIn)),
      ...words('Total Withdrawn:', plainAmount(-withdrawn)),
    ],
  ];
}

function cells(row: StatementRow): Row {
  const isCompleted = row.status === 'Completed';
  return [
    ...words(row.receipt),
    moment(row.completedAtMs, dayFirstTime(row.completedAtMs, '-')),
    moment(row.initiatedAtMs, dayFirstTime(row.initiatedAtMs, '-')),
    ...words(row.details, row.status),
    amount(row.paidInCents, row.paidInCents === 0 ? '' : plainAmount(row.paidInCents)),
    amount(-row.withdrawnCents, row.withdrawnCents === 0 ? '' : plainAmount(-row.withdrawnCents)),
    amount(row.balanceCents, isCompleted ? plainAmount(row.balanceCents) : ''),
    ...words(isCompleted ? 'true' : '', row.reasonType, row.otherParty),
    ...words(row.linkedReceipt, row.account, 'KES'),
  ];
}

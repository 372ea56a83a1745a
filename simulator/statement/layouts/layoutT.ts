import { dayFirstTime } from '../../eastAfricaTime';
import { amount, moment, words, type Row } from '../cell';
import { groupedAmount, plainAmount } from '../csv';
import type { StatementDay } from '../dayOfStatement';
import type { StatementRow } from '../statementRows';
import type { Layout } from './layout';

const header = [
  'Receipt No.',
  'Completion Time',
  'Details',
  'Transaction Status',
  'Paid In',
  'Withdrawn',
  'Balance',
  'Transaction Type',
  'Other Party',
];

/** The statement of a till, newest first: since September 2026 a sum of zero is left out. */
export const layoutT: Layout = {
  fileName: ({ organisation, date }) => `Till ${organisation.shortcode} ${date}`,
  lineEnd: '\r\n',
  sheets: (day) => [
    {
      name: 'Till',
      rows: [
        ...preamble(day),
        words(...header),
        ...day.rows.filter(({ status }) => status === 'Completed').map(cells),
      ],
    },
  ],
};

function preamble(day: StatementDay): Row[] {
  const { organisation, startMs, endMs } = day;
  const [from, to, requested] = [startMs, endMs - 1, endMs].map(spelledDate);
  return [
    words('Organisation Name', organisation.name),
    words('Shortcode', organisation.till ?? organisation.shortcode),
    words('Statement Period', `${from ?? ''} - ${to ?? ''}`),
    words('Request Date', requested ?? ''),
    [
      ...words('Opening Balance', plainAmount(day.openingCents)),
      ...words('Closing Balance', plainAmount(day.closingCents)),
    ],
  ];
}

/** `05 Sep 2026`. */
function spelledDate(atMs: number): string {
  const [day = '', month = '', year = ''] = dayFirstTime(atMs, '-').slice(0, 10).split('-');
  return `${day} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function cells(row: StatementRow): Row {
  const { paidInCents, withdrawnCents } = row;
  return [
    ...words(row.receipt),
    moment(row.completedAtMs, dayFirstTime(row.completedAtMs, '-')),
    ...words(row.details, row.status),
    amount(paidInCents, paidInCents === 0 ? '' : groupedAmount(paidInCents)),
    amount(-withdrawnCents, withdrawnCents === 0 ? '' : plainAmount(-withdrawnCents)),
    amount(row.balanceCents, groupedAmount(row.balanceCents)),
    ...words(row.reasonType, row.otherParty),
  ];
}

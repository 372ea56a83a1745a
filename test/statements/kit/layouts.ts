import type { Ledger, LedgerRow } from './ledger';
import { dayFirst, grouped, plain, short, yearFirst, type Cells, type Sheet } from './write';

/** Writes a ledger as one layout does; the product's reader shares no line with this. */
export type Writer = (ledger: Ledger) => readonly Sheet[];

const blankIfZero = (cents: number, write: (cents: number) => string): string =>
  cents === 0 ? '' : write(cents);

const inOf = ({ amountCents }: LedgerRow): number => Math.max(amountCents, 0);
const outOf = ({ amountCents }: LedgerRow): number => Math.max(-amountCents, 0);

const newestFirst = <T>(rows: readonly T[]): T[] => [...rows].reverse();

function preambleA(ledger: Ledger): Cells[] {
  const { rows } = ledger;
  const paidIn = rows.reduce((cents, row) => cents + inOf(row), 0);
  const withdrawn = rows.reduce((cents, row) => cents + outOf(row), 0);
  const [from, to] = [ledger.fromMs, ledger.untilMs].map((atMs) => dayFirst(atMs, '-'));
  return [
    ['Account Holder:', ledger.name],
    ['Short Code:', ledger.shortcode],
    ['Account:', ledger.account],
    ['Time Period:', 'From', from ?? '', 'To', to ?? ''],
    ['Operator:', 'operator1', 'Organization:', ledger.name],
    [
      ...['Opening Balance:', plain(ledger.openingCents)],
      ...['Closing Balance:', plain(ledger.closingCents), 'Available Balance:', ''],
      ...['Total Paid In:', plain(paidIn), 'Total Withdrawn:', plain(-withdrawn)],
    ],
  ];
}

const HEADER_A =
  'Receipt No.,Completion Time,Initiation Time,Details,Transaction Status,Paid In,Withdrawn,' +
  'Balance,Balance Confirmed,Reason Type,Other Party Info,Linked Transaction ID,A/C No.,Currency';

function cellsA(row: LedgerRow): Cells {
  return [
    row.receipt,
    dayFirst(row.completedAtMs, '-'),
    dayFirst(row.initiatedAtMs, '-'),
    row.details,
    'Completed',
    blankIfZero(inOf(row), plain),
    blankIfZero(-outOf(row), plain),
    plain(row.balanceCents),
    'true',
    row.type,
    row.otherParty,
    '',
    row.reference ?? '',
    'KES',
  ];
}

/** Layout A with its first so many columns; eight lack the other party, which is the eleventh. */
function writerA(width: 8 | 9 | 13 | 14): Writer {
  const keep = (cells: Cells): Cells =>
    width === 9 ? [...cells.slice(0, 8), cells[10] ?? ''] : cells.slice(0, width);
  return (ledger) => {
    const preamble = preambleA(ledger);
    const head = width > 9 ? preamble : [...preamble.slice(1, 2), ...preamble.slice(5)];
    const rows = newestFirst(ledger.rows).map(cellsA).map(keep);
    return [{ name: 'transaction', table: [...head, keep(HEADER_A.split(',')), ...rows] }];
  };
}

const writeB: Writer = (ledger) => {
  const header =
    'Receipt No,Completion Time,Details,Transaction Status,Paid In (KSHs),Withdrawn (KSHs),' +
    'Balance (KSHs)';
  const rows = newestFirst(ledger.rows).map((row) => [
    row.receipt,
    dayFirst(row.completedAtMs, '/'),
    row.details,
    'Completed',
    grouped(inOf(row)),
    grouped(outOf(row)),
    grouped(row.balanceCents),
  ]);
  return [{ name: 'Statements', table: [header.split(','), ...rows] }];
};

const HEADER_C =
  'HEAD_OFFICE,STORE_NAME,RECEIPT_NUMBER,ACCOUNT_TYPE_NAME,TRANSACTION_TYPE,START_TIMESTAMP,' +
  'TRANSACTION_PARTY_DETAILS,CREDIT_AMOUNT,DEBIT_AMOUNT,BALANCE,LINKED_TRANSACTION_ID';

/** One store; `leads` gives the header the label too many that the CSV has. */
function writerC(leads: boolean): Writer {
  return (ledger) => {
    const rows = ledger.rows.map((row) => [
      'STORE 1',
      row.receipt,
      'Merchant Account',
      row.kind === 'payment' ? 'Customer Merchant Payment' : (row.details.split(' to 2')[0] ?? ''),
      yearFirst(row.completedAtMs),
      row.otherParty,
      blankIfZero(inOf(row), short),
      blankIfZero(outOf(row), short),
      short(row.balanceCents),
      row.kind === 'reversal' ? 'UKN0000001' : '',
    ]);
    const header = HEADER_C.split(',');
    const table = [leads ? header : header.slice(1), ...rows];
    return [{ name: 'Mpesa_600_1', table }];
  };
}

const HEADER_T =
  'Receipt No,Completion Time,Details,Transaction Status,Paid in,Withdrawn,Balance,' +
  'Transaction Type,Other Party';

function cellsT(row: LedgerRow, writeTime: (atMs: number) => string): Cells {
  return [
    row.receipt,
    writeTime(row.completedAtMs),
    row.details,
    'Completed',
    blankIfZero(inOf(row), grouped),
    blankIfZero(-outOf(row), plain),
    grouped(row.balanceCents),
    row.type,
    'EXAMPLE TRADERS LTD',
  ];
}

const writeT: Writer = (ledger) => {
  const preamble = [
    ['Organisation Name', ledger.name],
    ['Shortcode', ledger.shortcode],
    ['Statement Period', '23 Nov 2026 - 23 Nov 2026'],
    ['Request Date', '24 Nov 2026'],
    ['Opening Balance', plain(ledger.openingCents), 'Closing Balance', plain(ledger.closingCents)],
  ];
  const rows = ledger.rows.map((row) => cellsT(row, (atMs) => dayFirst(atMs, '-')));
  return [{ name: 'Till', table: [...preamble, HEADER_T.split(','), ...rows] }];
};

const writeD: Writer = (ledger) => {
  const types = [...new Set(ledger.rows.map(({ type }) => type))];
  const sums = [...types, 'Total'].map((type) => {
    const rows = ledger.rows.filter((row) => type === 'Total' || row.type === type);
    const paidIn = rows.reduce((cents, row) => cents + inOf(row), 0);
    const withdrawn = rows.reduce((cents, row) => cents + outOf(row), 0);
    return [type, grouped(paidIn), grouped(withdrawn)];
  });
  const preamble = [
    ['M-PESA FULL STATEMENT'],
    ['Organization Name', ledger.name],
    ['Short Code', ledger.shortcode],
    ['Statement Period', '2026-11-23 - 2026-11-23'],
    ...Array.from({ length: 4 }, () => ['']),
  ];
  const rows = newestFirst(ledger.rows).map((row) => cellsT(row, yearFirst));
  return [
    { name: 'Summary', table: [['Transaction Type', 'Paid In', 'Paid Out'], ...sums] },
    {
      name: 'M-PESA FULL STATEMENT - Merchan',
      table: [...preamble, HEADER_T.split(','), ...rows],
    },
  ];
};

const writeE: Writer = (ledger) => {
  const [{ table } = { table: [] }] = writerA(8)(ledger);
  const preamble = preambleA(ledger);
  const filler = Array.from({ length: 11 - preamble.length }, () => ['']);
  const rows = table.slice(2).map((cells) => [...cells, '', '']);
  return [{ name: 'export', table: [...preamble, ...filler, ...rows] }];
};

/** Every layout, by the name that its fixture has. */
export const WRITERS = {
  'A-8': writerA(8),
  'A-9': writerA(9),
  'A-13': writerA(13),
  'A-14': writerA(14),
  B: writeB,
  C: writerC(true),
  'C-xlsx': writerC(false),
  D: writeD,
  E: writeE,
  T: writeT,
} as const satisfies Readonly<Record<string, Writer>>;

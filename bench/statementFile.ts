import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { BookedPayment } from '../domain/statement/bookedPayment';
import { writeCents } from '../domain/statement/cents';
import { writeWallTime } from '../domain/statement/wallTime';
import type { AmountCents } from '../domain/values/money';
import type { Receipt } from '../domain/values/receipt';
import type { ShortcodeNumber } from '../domain/values/shortcode';

const SHORTCODE = '600001' as ShortcodeNumber;
/** 23 November 2026, 00:00 in East Africa Time. */
const DAY_STARTS_MS = Date.UTC(2026, 10, 22, 21);
const DAY_S = 86_400;
const OPENING_CENTS = 10_000_000;
const HEADER =
  'Receipt No.,Completion Time,Initiation Time,Details,Transaction Status,Paid In,Withdrawn,' +
  'Balance,Balance Confirmed,Reason Type,Other Party Info,Linked Transaction ID,A/C No.\n';

/** Half the rows are payments, half their charges. */
function paymentAt(index: number, payments: number) {
  const completedAtMs = DAY_STARTS_MS + Math.floor((index * DAY_S) / payments) * 1000;
  const receipt = `UKN${(36 ** 6 + index).toString(36).toUpperCase()}` as Receipt;
  return { receipt, completedAtMs, amountCents: (100 + (index % 900)) * 100 };
}

/** What the books hold of the day: every payment of the file. */
export function bookedPayments(rows: number): BookedPayment[] {
  const payments = rows / 2;
  return Array.from({ length: payments }, (_, index) => {
    const { receipt, completedAtMs, amountCents } = paymentAt(index, payments);
    return {
      id: `pay_${index}`,
      receipt,
      amountCents: amountCents as AmountCents,
      shortcode: SHORTCODE,
      completedAtMs,
      payerMasked: '2547****149',
    };
  });
}

/** Writes a day in layout A, oldest row first, without ever holding it in memory. */
export async function writeStatementFile(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`Short Code:,${SHORTCODE}\nOpening Balance:,${writeCents(OPENING_CENTS)}\n${HEADER}`);
  let balanceCents = OPENING_CENTS;
  for (let index = 0; index < rows / 2; index += 1) {
    const payment = paymentAt(index, rows / 2);
    balanceCents += payment.amountCents;
    const paid = lineOf(index, payment, balanceCents);
    balanceCents -= 100;
    const charge = chargeOf(payment, balanceCents);
    if (!file.write(paid + charge)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

type Payment = ReturnType<typeof paymentAt>;

function lineOf(index: number, payment: Payment, balanceCents: number): string {
  const party = '2547****149 - JANE **** DOE';
  const [amount, balance] = [writeCents(payment.amountCents), writeCents(balanceCents)];
  const details = `Pay Bill Online from ${party} Acc. ORD-${index}`;
  const times = timesOf(payment);
  const type = 'Pay Bill Online';
  const money = `Completed,${amount},,${balance},true`;
  return `${payment.receipt},${times},${details},${money},${type},${party},,ORD-${index}\n`;
}

function chargeOf(payment: Payment, balanceCents: number): string {
  const type = 'Pay Bill Online';
  const balance = writeCents(balanceCents);
  const money = `Completed,,-1.00,${balance},true`;
  return `${payment.receipt},${timesOf(payment)},Pay Bill Charge,${money},${type},SP,,\n`;
}

function timesOf({ completedAtMs }: Payment): string {
  const time = writeWallTime(completedAtMs);
  return `${time},${time}`;
}

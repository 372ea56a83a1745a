import type { StatementRow } from './row';

/** Above this many rows under one receipt only the order of the file is tried. */
const ANY_ORDER_MAX = 6;

/** One way in which a receipt's rows moved the balance of the account. */
interface Movement {
  readonly netCents: number;
  /** The rows of this account; the others belong to another account of the organisation. */
  readonly rows: readonly StatementRow[];
  /** What the rows of another account would have moved, in and out netted. */
  readonly elsewhereCents: number;
}

/**
 * The ways to read a group. A sweep prints both of its sides under one receipt in some layouts, and
 * the side that comes in may print the balance of the account where the money arrives.
 */
export function movementsOf(group: readonly StatementRow[]): readonly Movement[] {
  const whole: Movement = { netCents: net(group), rows: group, elsewhereCents: 0 };
  const sweepOut = group.find(({ kind, amountCents }) => kind === 'sweep' && amountCents < 0);
  if (!sweepOut) return [whole];
  const arrival = group.find(
    ({ kind, amountCents }) => kind === 'sweep' && amountCents + sweepOut.amountCents === 0,
  );
  return arrival ? [whole, without(group, arrival), without(group, sweepOut)] : [whole];
}

function without(group: readonly StatementRow[], row: StatementRow): Movement {
  const rows = group.filter((other) => other !== row);
  return { netCents: net(rows), rows, elsewhereCents: row.amountCents };
}

function net(rows: readonly StatementRow[]): number {
  return rows.reduce((cents, { amountCents }) => cents + amountCents, 0);
}

/**
 * Whether the printed balances agree with the balance after the group. A row may print that one, or
 * any on the way to it, whatever the order of the rows: several rows often print the same balance.
 */
export function agreesWith({ rows }: Movement, afterCents: number): boolean {
  if (rows.length > ANY_ORDER_MAX) {
    return isChain(rows, afterCents) || isChain([...rows].reverse(), afterCents);
  }
  return rows.every((row) => {
    const behindCents = row.balanceCents === null ? 0 : afterCents - row.balanceCents;
    return behindCents === 0 || isSumOfSome(rows, row, behindCents, 0);
  });
}

/** Whether some of the other rows add up to the sum. */
function isSumOfSome(
  rows: readonly StatementRow[],
  self: StatementRow,
  cents: number,
  from: number,
): boolean {
  for (let index = from; index < rows.length; index += 1) {
    const row = rows[index];
    if (row === undefined || row === self) continue;
    const leftCents = cents - row.amountCents;
    if (leftCents === 0 || isSumOfSome(rows, self, leftCents, index + 1)) return true;
  }
  return false;
}

function isChain(newestFirst: readonly StatementRow[], afterCents: number): boolean {
  let cents = afterCents;
  return newestFirst.every(({ balanceCents, amountCents }) => {
    const isRight = balanceCents === null || balanceCents === cents || balanceCents === afterCents;
    cents -= amountCents;
    return isRight;
  });
}

import { startOfDay } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import type { Organisation } from '../ledger/shortcodes';
import type { World } from '../world';
import { failedRow, movementRows, type StatementRow } from './statementRows';

const dayMs = 24 * 3_600_000;

/** What an organisation's main account saw in a stretch of a business day; rows newest first. */
export interface StatementDay {
  readonly organisation: Organisation;
  readonly date: string;
  readonly startMs: number;
  /** The first moment that is no longer in it. */
  readonly endMs: number;
  readonly openingCents: number;
  readonly closingCents: number;
  readonly rows: readonly StatementRow[];
}

/** A business day, or the part of it between two times of the clock. */
export interface Period {
  /** Must be real. */
  readonly date: string;
  /** Since the day began. */
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** Gathers a day, or a part of one, out of the ledger. */
export function dayOfStatement(
  world: World,
  organisation: Organisation,
  { date, fromMs = 0, untilMs = dayMs }: Period,
): StatementDay {
  const dayStartMs = startOfDay(date) ?? 0;
  const startMs = dayStartMs + fromMs;
  const endMs = dayStartMs + untilMs;
  const since = world.ledger.filter(
    (movement) =>
      movement.shortcode === organisation.shortcode &&
      movement.account === 'main' &&
      movement.completedAtMs >= startMs,
  );
  const today = since.filter((movement) => movement.completedAtMs < endMs);
  const openingCents = organisation.mainCents - sum(since);
  const settings = world.settings.current;
  const rows = today.flatMap((movement) =>
    movementRows(movement, organisation, settings.statementLinkedIds),
  );
  const failed = settings.statementFailedRows
    ? failedRows(world, organisation, { startMs, endMs })
    : [];
  const ordered = [...rows, ...failed].sort((a, b) => a.completedAtMs - b.completedAtMs).reverse();
  return {
    organisation,
    date,
    startMs,
    endMs,
    openingCents,
    closingCents: openingCents + sum(today),
    rows: ordered,
  };
}

function failedRows(
  world: World,
  organisation: Organisation,
  { startMs, endMs }: Pick<StatementDay, 'startMs' | 'endMs'>,
): StatementRow[] {
  return world.prompts
    .all()
    .filter(
      ({ shortcode, state, receipt, resolvedAtMs = 0 }) =>
        shortcode === organisation.shortcode &&
        state !== 'open' &&
        receipt === undefined &&
        resolvedAtMs >= startMs &&
        resolvedAtMs < endMs,
    )
    .map((prompt) => failedRow(world, prompt, organisation));
}

/** What the movements did to the account. */
function sum(movements: readonly Movement[]): number {
  return movements.reduce((cents, { direction, amountKes, chargeCents }) => {
    const amountCents = amountKes * 100;
    return cents + (direction === 'in' ? amountCents : -amountCents) - chargeCents;
  }, 0);
}

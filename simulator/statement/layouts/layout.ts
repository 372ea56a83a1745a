import type { Sheet } from '../cell';
import type { StatementDay } from '../dayOfStatement';

export const FORMATS = ['csv', 'xls', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

/** How one kind of export writes a day down. */
export interface Layout {
  /** Without the extension. */
  readonly fileName: (day: StatementDay) => string;
  readonly lineEnd: '\n' | '\r\n';
  /** A CSV holds only the last of them. */
  readonly sheets: (day: StatementDay, format: Format) => readonly Sheet[];
}

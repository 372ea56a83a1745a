import type { ColumnRole, Layout } from './layout';
import { layoutA } from './layoutA';
import { layoutB } from './layoutB';
import { layoutC } from './layoutC';
import { layoutD } from './layoutD';
import { layoutE } from './layoutE';
import { layoutT } from './layoutT';

/** Every layout that is known. To add one, write its file, its line here and its fixture. */
export const LAYOUTS: readonly Layout[] = [layoutA, layoutB, layoutC, layoutD, layoutE, layoutT];

/** Columns that people and tools put in front of any layout. */
const SERIAL_LABELS = ['#', 'no', 'sn', 's/n', 'serial', 'serial no'];

/** The alias table: what a label stands for, in whichever layout it was seen. */
export const COLUMN_ALIASES: ReadonlyMap<string, ColumnRole> = new Map([
  ...SERIAL_LABELS.map((label) => [label, 'unused'] as const),
  ...LAYOUTS.flatMap(({ columns }) => Object.entries(columns)),
]);

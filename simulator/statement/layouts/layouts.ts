import type { Layout } from './layout';
import { layoutA, layoutE } from './layoutA';
import { layoutB } from './layoutB';
import { layoutC } from './layoutC';
import { layoutD } from './layoutD';
import { layoutT } from './layoutT';

/** The layouts, by the names of the control API. To add one, write its file and name it here. */
export const LAYOUTS = {
  A: layoutA(13),
  'A-8': layoutA(8),
  'A-9': layoutA(9),
  'A-14': layoutA(14),
  B: layoutB,
  C: layoutC,
  D: layoutD,
  E: layoutE,
  T: layoutT,
} as const satisfies Readonly<Record<string, Layout>>;

export const LAYOUT_NAMES = Object.keys(LAYOUTS) as (keyof typeof LAYOUTS)[];

import { z } from 'zod';
import { READ_BY, SECTIONS, type ProcessName, type SectionName } from './sections';

/** All sections as one schema, for what looks at every setting. */
export const environmentSchema = z.object({
  ...SECTIONS.process,
  ...SECTIONS.store,
  ...SECTIONS.engine,
  ...SECTIONS.keys,
  ...SECTIONS.proof,
  ...SECTIONS.callbacks,
  ...SECTIONS.api,
  ...SECTIONS.operations,
  ...SECTIONS.worker,
});

export type Environment = z.infer<typeof environmentSchema>;

type Shapes = typeof SECTIONS;

type NamesIn<S extends SectionName> = S extends SectionName ? keyof Shapes[S] : never;

/** What one process reads of the environment. */
export type EnvironmentOf<P extends ProcessName> = Pick<
  Environment,
  NamesIn<(typeof READ_BY)[P][number]> & keyof Environment
>;

/** The processes that read a setting, for the page that lists them all. */
export function readersOf(setting: keyof Environment): ProcessName[] {
  const processes = Object.keys(READ_BY) as ProcessName[];
  return processes.filter((process) => namesFor(process).includes(setting));
}

/** The names of the settings that a process reads. */
export function namesFor(process: ProcessName): (keyof Environment)[] {
  const sections: readonly SectionName[] = READ_BY[process];
  return sections.flatMap((section) => Object.keys(SECTIONS[section]) as (keyof Environment)[]);
}

import type { DateSystem } from '../../../domain/statement/wallTime';
import { refused } from '../../refusal';
import type { Archive } from './archive';
import { readXml } from './xml';

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

export interface Sheet {
  readonly name: string;
  /** The part of the zip that holds its rows. */
  readonly part: string;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly dateSystem: DateSystem;
}

const nothing = (): void => undefined;

/** Which sheets a workbook has, in their order, and from which day it counts. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const parts = await readParts(archive);
  const sheets: Sheet[] = [];
  let dateSystem: DateSystem = 1900;
  await readXml(archive.text(WORKBOOK), {
    open: (name, attributes) => {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) {
        dateSystem = 1904;
      }
      if (name !== 'sheet') return;
      const part = parts.get(relationOf(attributes) ?? '');
      if (part !== undefined) sheets.push({ name: attributes['name'] ?? '', part });
    },
    close: nothing,
    text: nothing,
  });
  if (sheets.length === 0) throw refused('unreadable_workbook', 'The workbook has no sheet.');
  return { sheets, dateSystem };
}

/** `r:id`, whatever the prefix is called. */
function relationOf(attributes: Readonly<Record<string, string>>): string | undefined {
  const [, id] = Object.entries(attributes).find(([name]) => /:id$/.test(name)) ?? [];
  return id;
}

async function readParts(archive: Archive): Promise<ReadonlyMap<string, string>> {
  const parts = new Map<string, string>();
  await readXml(archive.text(RELATIONS), {
    open: (name, { Id, Type = '', Target = '' }) => {
      if (name !== 'Relationship' || Id === undefined) return;
      if (!Type.endsWith('/worksheet')) return;
      parts.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
    close: nothing,
    text: nothing,
  });
  return parts;
}

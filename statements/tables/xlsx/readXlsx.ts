import type { Limits } from '../../limits';
import type { Page } from '../page';
import { Archive } from './archive';
import { readSharedTexts } from './sharedTexts';
import { SheetRows } from './sheetRows';
import { readWorkbook } from './workbook';
import { XmlParser } from './xml';

/** Reads a workbook sheet by sheet; of a sheet only the rows of one piece are ever in memory. */
export async function* readXlsx(file: Buffer, limits: Limits): AsyncGenerator<Page> {
  const archive = await Archive.open(file, limits);
  const { sheets, dateSystem } = await readWorkbook(archive);
  const sharedTexts = await readSharedTexts(archive, limits);
  for (const { name, part } of sheets) {
    const rows = new SheetRows(name, sharedTexts, limits);
    const parser = new XmlParser(rows);
    for await (const text of archive.text(part)) {
      parser.write(text);
      yield { sheet: name, dateSystem, rows: rows.take() };
    }
    parser.end();
  }
}

import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip. The size that is listed may be another than the true one. */
export interface Part {
  readonly name: string;
  readonly content: Buffer;
  readonly listedBytes?: number;
  readonly encrypted?: boolean;
  readonly checksum?: number;
}

/** A zip by hand, so that it can be wrong on purpose. */
export function zipOf(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const packed = deflateRawSync(part.content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(part.encrypted ? 1 : 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(part.checksum ?? crc32(part.content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(part.listedBytes ?? part.content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('PK\u0003\u0004'), fields, name, packed);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(offset, 12);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, entry.subarray(2));
    directory.push(Buffer.alloc(0), name);
    offset += 4 + fields.length + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, list, Buffer.from('PK\u0005\u0006'), end]);
}

const WORKBOOK = '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>';
const RELATIONS =
  '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/s.xml"/>' +
  '</Relationships>';

/** A workbook of one sheet with this XML, and whatever else is asked for. */
export function workbookOf(
  sheetXml: string | Buffer,
  more: readonly Part[] = [],
  checksum?: number,
): Buffer {
  return zipOf([
    { name: 'xl/workbook.xml', content: Buffer.from(WORKBOOK) },
    { name: 'xl/_rels/workbook.xml.rels', content: Buffer.from(RELATIONS) },
    {
      name: 'xl/worksheets/s.xml',
      content: Buffer.from(sheetXml),
      ...(checksum === undefined ? {} : { checksum }),
    },
    ...more,
  ]);
}

/** The XML of a sheet with these cells, each an inline text or XML of its own. */
export function sheetXml(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    text.startsWith('<') ? text : `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const lines = rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`);
  return `<worksheet><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

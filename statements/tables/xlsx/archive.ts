import { isNativeError } from 'node:util/types';
import { TextDecoder } from 'node:util';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import type { Limits } from '../../limits';
import { refused, StatementRefusedError } from '../../refusal';

/** Below this a part may be packed as well as it likes. */
const RATIO_APPLIES_FROM_BYTES = 10 * 1024 * 1024;

const MACRO = /vbaProject|\/macrosheets\/|\/activeX\//i;

/** The parts of a workbook's zip, listed and checked before any is inflated. */
export class Archive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  static async open(file: Buffer, limits: Limits): Promise<Archive> {
    try {
      const zip = await fromBufferPromise(file, { lazyEntries: true, strictFileNames: true });
      return new Archive(zip, await listEntries(zip, limits));
    } catch (error) {
      throw asRefusal(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The text of a part, inflated piece by piece. Length and checksum must be the listed ones. */
  async *text(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (!entry) throw refused('unreadable_workbook', `The workbook lacks its part ${name}.`);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let checksum = 0;
    try {
      for await (const piece of await this.zip.openReadStreamPromise(entry)) {
        const bytes = piece as Buffer;
        checksum = crc32(bytes, checksum);
        yield decoder.decode(bytes, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      throw asRefusal(error);
    }
    if (checksum !== entry.crc32) {
      throw refused('unreadable_workbook', `The part ${name} is damaged: its checksum is wrong.`);
    }
  }
}

async function listEntries(zip: ZipFile, limits: Limits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.zipEntriesMax) {
    throw refused('unsafe_workbook', `The zip has more than ${limits.zipEntriesMax} parts.`);
  }
  const entries = new Map<string, Entry>();
  let inflatedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry, entries.has(entry.fileName), limits);
    inflatedBytes += entry.uncompressedSize;
    entries.set(entry.fileName, entry);
  }
  if (inflatedBytes > limits.inflatedBytesMax) {
    throw refused('unsafe_workbook', 'The workbook is too large once unpacked.', {
      remedy: 'Export a shorter period, or export CSV.',
    });
  }
  if (!entries.has('xl/workbook.xml')) {
    throw refused('not_a_statement', 'The file is a zip, but not a workbook.');
  }
  return entries;
}

/** yauzl refuses a part that inflates to another size than listed: the list can be trusted. */
function checkEntry(entry: Entry, isTwice: boolean, limits: Limits): void {
  const { fileName, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw refused('encrypted', 'The workbook is encrypted.');
  if (MACRO.test(fileName)) throw refused('unsafe_workbook', 'The workbook holds macros.');
  if (isTwice) throw refused('unsafe_workbook', `The zip holds ${fileName} twice.`);
  const isPackedTooWell = uncompressedSize > compressedSize * limits.inflatedRatioMax;
  if (uncompressedSize > RATIO_APPLIES_FROM_BYTES && isPackedTooWell) {
    throw refused('unsafe_workbook', `The part ${fileName} is a zip bomb.`);
  }
}

/** Whatever zip and zlib say of a damaged file is one answer: it cannot be read. */
function asRefusal(error: unknown): unknown {
  if (error instanceof StatementRefusedError || !isNativeError(error)) return error;
  return refused('unreadable_workbook', `The workbook is damaged: ${error.message}.`);
}

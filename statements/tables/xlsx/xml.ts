import { isNativeError } from 'node:util/types';
import { SaxesParser } from 'saxes';
import { refused, StatementRefusedError } from '../../refusal';

/** Between two tags stands the text of one cell; far more than that is an attack on memory. */
const CHARS_BETWEEN_TAGS_MAX = 1_000_000;

interface PlainNames {
  readonly position: false;
  readonly xmlns: false;
}

/** What a reader of one part is told. Names come without their prefix. */
export interface XmlReader {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

/**
 * Parses XML as it arrives. A document type is refused, and with it every entity that it could
 * declare; the parser never loads anything.
 */
export class XmlParser {
  readonly #parser = new SaxesParser<PlainNames>({ position: false, xmlns: false });
  #sinceTag = 0;

  constructor(reader: XmlReader) {
    this.#parser.on('doctype', () => {
      throw refused('unsafe_workbook', 'The workbook declares a document type or entities.');
    });
    this.#parser.on('opentag', ({ name, attributes }) => {
      this.#sinceTag = 0;
      reader.open(localName(name), attributes);
    });
    this.#parser.on('closetag', ({ name }) => {
      this.#sinceTag = 0;
      reader.close(localName(name));
    });
    this.#parser.on('text', (text) => reader.text(text));
    this.#parser.on('cdata', (text) => reader.text(text));
    this.#parser.on('error', (error) => {
      throw refused('unreadable_workbook', `The workbook is damaged: ${error.message}.`);
    });
  }

  write(text: string): void {
    this.#sinceTag += text.length;
    this.#guard(() => this.#parser.write(text));
    if (this.#sinceTag > CHARS_BETWEEN_TAGS_MAX) {
      throw refused('unsafe_workbook', 'A cell of the workbook is too long.');
    }
  }

  end(): void {
    this.#guard(() => this.#parser.close());
  }

  #guard(parse: () => void): void {
    try {
      parse();
    } catch (error) {
      if (error instanceof StatementRefusedError || !isNativeError(error)) throw error;
      throw refused('unreadable_workbook', `The workbook is damaged: ${error.message}.`);
    }
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Reads a small part to its end. */
export async function readXml(text: AsyncIterable<string>, reader: XmlReader): Promise<void> {
  const parser = new XmlParser(reader);
  for await (const piece of text) parser.write(piece);
  parser.end();
}

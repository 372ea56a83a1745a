import type { Limits } from '../../limits';
import { refused } from '../../refusal';
import type { Archive } from './archive';
import { readXml } from './xml';

const PART = 'xl/sharedStrings.xml';

/** The texts that cells name by number. A reading aid inside a text is not part of it. */
export async function readSharedTexts(
  archive: Archive,
  limits: Limits,
): Promise<readonly string[]> {
  const texts: string[] = [];
  if (!archive.has(PART)) return texts;
  let text = '';
  let isText = false;
  let isAid = false;
  let chars = 0;
  await readXml(archive.text(PART), {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isAid = true;
      isText = name === 't' && !isAid;
    },
    close: (name) => {
      isText = false;
      if (name === 'rPh') isAid = false;
      if (name !== 'si') return;
      chars += text.length;
      if (chars > limits.sharedTextCharsMax) {
        throw refused('unsafe_workbook', 'The workbook holds too much text.', {
          remedy: 'Export a shorter period, or export CSV.',
        });
      }
      texts.push(text);
    },
    text: (piece) => {
      if (isText) text += piece;
    },
  });
  return texts;
}

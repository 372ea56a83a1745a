import { repositoryFiles, type RepositoryFile } from '../tidy/repositoryFile';

const PAGE = 'docs/glossary.md';

/** Where former names belong: the page itself, and what reads documents of the release before. */
const mayNameThem = /^(docs\/glossary\.md$|store\/mongo\/migrations\/|test\/migration\/)/;

/** The simulator, and who writes statements to be read, speak Safaricom's words. */
const speaksForSafaricom = /^((test\/)?simulator|test\/statements)\//;

const isVerbatim = /^package-lock\.json$|\/(fixtures|histories)\//;

const files = repositoryFiles().filter(
  ({ path }) => ![mayNameThem, speaksForSafaricom, isVerbatim].some((where) => where.test(path)),
);

/** The names in code style in the first column of the second table. */
function formerNames(): string[] {
  const [page] = repositoryFiles().filter(({ path }) => path === PAGE);
  const table = page?.text.split('## Former names')[1] ?? '';
  const cells = table.split('\n').flatMap((line) => /^\| (?!-)([^|]+) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

function asWord(name: string): RegExp {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w/])${escaped}(?!\\w)`);
}

function placesOf(pattern: RegExp, line: (file: RepositoryFile) => readonly string[]): string[] {
  return files.flatMap((file) =>
    line(file).flatMap((text, index) =>
      pattern.test(text) ? [`${file.path}:${index + 1}: ${text.trim()}`] : [],
    ),
  );
}

/** Markdown, and the lines of comments; anything else comes out empty. */
function prose({ path, lines }: RepositoryFile): readonly string[] {
  if (path.endsWith('.md')) return lines;
  if (!/\.(ts|cjs|mjs)$/.test(path) || path.startsWith('test/tidy/')) return [];
  return lines.map((line) => /^\s*(?:\/\/|\/?\*)(.*)$|\s\/\/ (.*)$/.exec(line)?.[0] ?? '');
}

// Guarantees that a word which was given up for its two meanings does not come back.
describe('a former name', () => {
  it.each(formerNames())('%s is used nowhere', (name) => {
    const places = placesOf(asWord(name), ({ path, lines }) =>
      path === 'test/dev/words.test.ts' ? [] : lines,
    );
    expect(places).toEqual([]);
  });

  it('is not used in prose: settle, claim, outbox', () => {
    // "settled" and "settlement" belong to the statement.
    const words = /\b(settl(e|es|ing)|claim(s|ed|ing)?|outbox)\b/i;
    expect(placesOf(words, prose)).toEqual([]);
  });

  it('is found where it stands', () => {
    expect(formerNames()).toContain('push_claimed');
    expect(asWord('push_claimed').test("  'push_claimed',")).toBe(true);
    expect(asWord('attempts').test('maximumAttempts: 1')).toBe(false);
    expect(asWord('db.payments').test('db.payments.find()')).toBe(true);
  });
});

import { repositoryFiles } from '../tidy/repositoryFile';

const PAGE = 'docs/guarantees.md';
const CODE = /(?<![\w%])[MFA]\d{1,2}\b/g;
const ROW = /^\| ([MFA]\d{1,2}) \| ([^|]+) \| ([^|]+) \|$/;

/** Written by other programs, where the same letters mean something else. */
const isForeign = /^package-lock\.json$|\/(fixtures|histories)\//;

const files = repositoryFiles().filter(({ path }) => !isForeign.test(path));

interface Guarantee {
  readonly code: string;
  readonly sentence: string;
  readonly tests: readonly string[];
}

const page = files.find(({ path }) => path === PAGE);
const guarantees: readonly Guarantee[] = (page?.lines ?? []).flatMap((line) => {
  const [, code, sentence, cell] = ROW.exec(line) ?? [];
  if (code === undefined || sentence === undefined || cell === undefined) return [];
  return [{ code, sentence, tests: [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path) }];
});

function codesIn(path: string): readonly string[] {
  return files.find((file) => file.path === path)?.text.match(CODE) ?? [];
}

// Guarantees that no reader meets a code that nobody explains, nor a promise that nothing proves.
describe('docs/guarantees.md', () => {
  it('defines each code once, in a sentence', () => {
    const codes = guarantees.map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(50);
    expect(codes).toEqual([...new Set(codes)]);
    expect(guarantees.filter(({ sentence }) => !/^\S.*\.$/.test(sentence))).toEqual([]);
  });

  it('defines every code that is used', () => {
    const defined = new Set(guarantees.map(({ code }) => code));
    const unknown = files
      .filter(({ path }) => path !== PAGE)
      .flatMap(({ path }) => codesIn(path).map((code) => ({ code, path })))
      .filter(({ code }) => !defined.has(code));
    expect(unknown).toEqual([]);
  });

  it('names for every code a test that names it', () => {
    const unproven = guarantees.flatMap(({ code, tests }) => {
      const silent = tests.filter((path) => !path.startsWith('test/') || !namesCode(path, code));
      return silent.length > 0 || tests.length === 0 ? [{ code, silent }] : [];
    });
    expect(unproven).toEqual([]);
  });
});

function namesCode(path: string, code: string): boolean {
  return codesIn(path).includes(code);
}

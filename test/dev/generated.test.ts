import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stalePages, writePages } from '../../dev/generate/folder';
import { PAGES } from '../../dev/generate/pages';
import { generate } from '../../dev/generate/run';
import { rootDir } from '../../dev/places';
import { scratchFolder } from './scratchFolder';

const scratch = scratchFolder();
const generated = join(rootDir, 'docs', 'generated');

/** A folder with every page, fresh. */
function freshFolder(): string {
  const folder = mkdtempSync(join(scratch, 'pages-'));
  writePages(PAGES, folder);
  return folder;
}

function check(folder: string): { code: number; lines: string[] } {
  const lines: string[] = [];
  const code = generate(['--check'], folder, (line) => lines.push(line));
  return { code, lines };
}

// Guarantees that what people read about states, codes, events and settings is what the code does.
it('finds every page of docs/generated as the code would write it now', () => {
  expect(stalePages(PAGES, generated)).toEqual([]);
});

// Guarantees that the check is not asleep.
describe('the check of generated pages', () => {
  it('passes on pages that were just written', () => {
    expect(check(freshFolder())).toEqual({ code: 0, lines: [] });
  });

  it.each(PAGES.map(({ name }) => name))('notices one changed letter in %s', (name) => {
    const folder = freshFolder();
    appendFileSync(join(folder, name), '.');
    const { code, lines } = check(folder);
    expect(code).toBe(1);
    expect(lines).toEqual([
      `docs/generated/${name} is stale.`,
      'Run `npm run generate` and commit what it writes.',
    ]);
  });

  it('notices a page that is missing', () => {
    const folder = freshFolder();
    rmSync(join(folder, 'errors.md'));
    expect(check(folder).lines[0]).toBe('docs/generated/errors.md is stale.');
  });

  it('notices a page that nothing makes any more, which writing removes', () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'old.md'), '# Old\n');
    expect(check(folder).lines[0]).toBe('docs/generated/old.md is stale.');
    writePages(PAGES, folder);
    expect(check(folder).code).toBe(0);
  });

  it('refuses an argument that it does not know', () => {
    expect(generate(['--chek'], freshFolder(), () => undefined)).toBe(2);
  });
});

// Guarantees that two runs give the same bytes: no clock, no chance, no order of a file system.
it('renders every page the same twice', () => {
  for (const { render } of PAGES) expect(render()).toBe(render());
});

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { rootDir } from '../../dev/places';
import { repositoryFiles, type RepositoryFile } from '../tidy/repositoryFile';

const pages = repositoryFiles().filter(({ path }) => path.endsWith('.md'));
const rooms = [
  ...['domain', 'crypto', 'config', 'workflows', 'activities', 'engine', 'workers', 'wiring'],
  ...['api', 'daraja', 'webhooks', 'store', 'statements', 'telemetry'],
].join('|');
const places = `${rooms}|simulator|cli|web|dev|test|bench|docs`;

/** A path of ours in code style, such as `store/payments/payments.ts` or `api/public/payments/`. */
const namedPath = new RegExp(`\`((?:${places})/[\\w./-]*)\``, 'g');
const link = /\]\(([^)\s]+)\)/g;

const manifest = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8')) as Record<
  'scripts' | 'dependencies' | 'devDependencies',
  Record<string, string>
>;

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

/** A heading's anchor as GitHub makes it. */
function anchorsOf(path: string): string[] {
  const text = readFileSync(join(rootDir, path), 'utf8');
  return matches(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isDead({ path }: RepositoryFile, target: string): boolean {
  if (/^[a-z]+:/.test(target)) return false;
  const [file = '', anchor] = target.split('#');
  const aim = file === '' ? path : normalize(join(dirname(path), file));
  if (!existsSync(join(rootDir, aim))) return true;
  return anchor !== undefined && !anchorsOf(aim).includes(anchor);
}

/** Sentences wrap, so a command may go on in the next line. */
function joined(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

// Guarantees that a reader who follows the documentation ends somewhere.
describe.each(pages.map((page) => [page.path, page] as const))('%s', (_path, page) => {
  it('links only to what is there', () => {
    expect(matches(page.text, link).filter((target) => isDead(page, target))).toEqual([]);
  });

  it('names only files and folders that are there', () => {
    const named = matches(page.text, namedPath);
    expect(named.filter((path) => !existsSync(join(rootDir, path)))).toEqual([]);
  });

  it('names only commands that package.json has', () => {
    const commands = matches(joined(page.text), /npm run ([a-z-]+)/g);
    expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

// Guarantees that every library has a reason that is written down, and none that is gone.
it('docs/decisions/libraries.md tells of exactly the libraries in package.json', () => {
  const text = readFileSync(join(rootDir, 'docs/decisions/libraries.md'), 'utf8');
  const rows = text.split('\n').flatMap((line) => /^\| (`[^|]+`) \|/.exec(line)?.[1] ?? []);
  const told = rows.flatMap((row) => matches(row, /`([^`]+)`/g));
  const used = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  expect(told.sort()).toEqual(used.sort());
});

it('docs/decisions/README.md lists every decision', () => {
  const paths = pages.map(({ path }) => path).filter((path) => /^docs\/decisions\/\d/.test(path));
  const text = readFileSync(join(rootDir, 'docs/decisions/README.md'), 'utf8');
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !text.includes(`(${path.split('/').at(-1)})`))).toEqual([]);
});

// Guarantees that the checks above are not asleep.
it('notices a dead link, a dead anchor, and passes live ones', () => {
  const page = { path: 'docs/runbooks/README.md' } as RepositoryFile;
  expect(isDead(page, 'nowhere.md')).toBe(true);
  expect(isDead(page, '../architecture.md#no-such-heading')).toBe(true);
  expect(isDead(page, '../architecture.md#the-budget')).toBe(false);
  expect(isDead(page, 'https://example.test/')).toBe(false);
});

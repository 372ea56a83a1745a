import type { RepositoryFile } from './repositoryFile';
import type { Rule } from './rule';

/** The top level as the design draws it, and the configuration files that tools insist on there. */
const topLevel = new Set([
  ...['domain', 'workflows', 'activities', 'workers', 'api', 'daraja', 'store', 'statements'],
  ...[
    'crypto',
    'webhooks',
    'engine',
    'wiring',
    'config',
    'telemetry',
    'simulator',
    'cli',
    'web',
    'dev',
    'test',
    'bench',
    'docs',
  ],
  ...['docker-compose.yml', 'Dockerfile', 'README.md', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', 'tsconfig.build.json', 'eslint.config.mjs', 'jest.config.cjs', 'knip.json'],
]);

/** The headings of the first level, code blocks left out. */
function titleLines(file: RepositoryFile): number[] {
  let inCode = false;
  return file.lines.flatMap((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) inCode = !inCode;
    return !inCode && line.startsWith('# ') ? [index + 1] : [];
  });
}

/** Rules about where files lie and what they are called. */
export const placeRules: readonly Rule[] = [
  {
    banned: 'a name that says nothing',
    use: 'the name of the thing or of the operation',
    appliesTo: () => true,
    brokenLines: (file) =>
      /(^|\/)(utils?|helpers?|misc|common|stuff)(\/|\.[a-z.]+$)/i.test(file.path) ? [1] : [],
    bad: { path: 'store/utils.ts', text: '' },
  },
  {
    banned: 'a new entry at the top level',
    use: 'one of the rooms of the design',
    appliesTo: () => true,
    brokenLines: (file) => {
      const [top = ''] = file.path.split('/');
      return topLevel.has(top) || top.startsWith('.') ? [] : [1];
    },
    bad: { path: 'lib/thing.ts', text: '' },
  },
  {
    banned: 'Markdown without exactly one title',
    use: 'one `# Title`, and `##` below it',
    appliesTo: (file) => file.path.endsWith('.md'),
    brokenLines: (file) => {
      const titles = titleLines(file);
      return titles.length === 1 ? [] : [titles[1] ?? 1];
    },
    bad: { path: 'docs/two.md', text: '# One\n\n# Two\n' },
  },
];

import type { RepositoryFile } from './repositoryFile';
import { linesMatching, type Rule } from './rule';

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

/** The lines of packages whose parts for other machines the lockfile does not hold. */
function linesOfIncomplete(file: RepositoryFile): number[] {
  const { packages } = JSON.parse(file.text) as Lockfile;
  const held = new Set(Object.keys(packages).map((key) => key.split('node_modules/').at(-1)));
  const incomplete = Object.entries(packages).filter(([, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).some((name) => !held.has(name)),
  );
  return incomplete.flatMap(([key]) => {
    const index = file.lines.findIndex((line) => line.includes(`"${key}":`));
    return [index + 1];
  });
}

const isLockfile = (file: RepositoryFile): boolean => file.path === 'package-lock.json';

/** Rules about package-lock.json, without which `npm ci` fails on a machine other than the last. */
export const lockfileRules: readonly Rule[] = [
  {
    banned: 'a download address in the lockfile',
    use: 'omit-lockfile-registry-resolved, so that every registry serves',
    appliesTo: isLockfile,
    brokenLines: (file) => linesMatching(file, /"resolved": "https?:/),
    bad: {
      path: 'package-lock.json',
      text: '{ "packages": { "a": {\n"resolved": "https://example.test/x.tgz" } } }\n',
    },
  },
  {
    banned: 'a locked package without its parts for other machines',
    use: 'a version whose parts the registry holds, and `npm install --package-lock-only`',
    appliesTo: isLockfile,
    brokenLines: linesOfIncomplete,
    bad: {
      path: 'package-lock.json',
      text: '{ "packages": {\n"node_modules/a": { "optionalDependencies": { "a-mac": "1" } } } }\n',
    },
  },
];

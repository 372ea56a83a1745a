import type { RepositoryFile } from './repositoryFile';

/** A house rule that a machine can check. */
export interface Rule {
  /** What is banned, as the subject of "X is banned, use Y". */
  readonly banned: string;
  /** What to do instead. */
  readonly use: string;
  appliesTo(file: RepositoryFile): boolean;
  /** The lines, from 1, that break the rule. */
  brokenLines(file: RepositoryFile): Iterable<number>;
  /** A file that breaks the rule in exactly one place: the proof that the rule bites. */
  readonly bad: { readonly path: string; readonly text: string };
}

/** `path:line: error: X is banned, use Y` for every place where the file breaks a rule. */
export function violations(rules: readonly Rule[], file: RepositoryFile): string[] {
  return rules
    .filter((rule) => rule.appliesTo(file))
    .flatMap((rule) =>
      [...rule.brokenLines(file)].map(
        (line) => `${file.path}:${line}: error: ${rule.banned} is banned, use ${rule.use}`,
      ),
    );
}

/** The lines in which the pattern occurs. */
export function linesMatching(file: RepositoryFile, pattern: RegExp): number[] {
  return linesWhere(file, (line) => pattern.test(line));
}

/** The lines for which the condition holds. */
export function linesWhere(file: RepositoryFile, holds: (line: string) => boolean): number[] {
  return file.lines.flatMap((line, index) => (holds(line) ? [index + 1] : []));
}

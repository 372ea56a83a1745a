import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { rootDir } from '../../dev/places';

/** A file of the repository as the rules see it. */
export class RepositoryFile {
  #tree: ts.SourceFile | undefined;

  constructor(
    /** Relative to the root, with forward slashes. */
    readonly path: string,
    readonly text: string,
  ) {}

  get lines(): string[] {
    return this.text.split('\n');
  }

  get isTypeScript(): boolean {
    return this.path.endsWith('.ts');
  }

  /** The parsed file, once for all rules. */
  get tree(): ts.SourceFile {
    this.#tree ??= ts.createSourceFile(this.path, this.text, ts.ScriptTarget.ES2023, true);
    return this.#tree;
  }

  /** The line number, from 1, of a position in the text. */
  lineAt(position: number): number {
    return this.tree.getLineAndCharacterOfPosition(position).line + 1;
  }

  /** Every node of the parsed file. */
  *nodes(node: ts.Node = this.tree): Generator<ts.Node> {
    yield node;
    for (const child of node.getChildren(this.tree)) yield* this.nodes(child);
  }
}

const binary = /\.(png|ico|jpg|gif|woff2?|gz|zip|xlsx|pdf)$/;

/** Every file that git tracks or would track, read once. */
export function repositoryFiles(): RepositoryFile[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: rootDir, encoding: 'utf8' }).split('\0');
  return [...new Set(listed)]
    .filter((path) => path !== '' && isFile(join(rootDir, path)))
    .map((path) => new RepositoryFile(path, textOf(path)));
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** Of a picture only the name is of interest. */
function textOf(path: string): string {
  return binary.test(path) ? '' : readFileSync(join(rootDir, path), 'utf8');
}

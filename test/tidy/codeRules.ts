import ts from 'typescript';
import type { RepositoryFile } from './repositoryFile';
import type { Rule } from './rule';

const functionLinesMax = 50;

/** The lines of the nodes for which the condition holds. */
function linesOfNodes(file: RepositoryFile, holds: (node: ts.Node) => boolean): number[] {
  return [...file.nodes()].filter(holds).map((node) => file.lineAt(node.getStart(file.tree)));
}

function isLongFunction(file: RepositoryFile, node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || isDescribeBody(node)) return false;
  const first = file.lineAt(node.getStart(file.tree));
  return file.lineAt(node.getEnd()) - first + 1 > functionLinesMax;
}

/** A describe() is a list of tests; each of those is measured by itself. */
function isDescribeBody(node: ts.Node): boolean {
  const call = node.parent;
  return ts.isCallExpression(call) && call.expression.getText().startsWith('describe');
}

/** `setTimeout(resolve, 500)`: waiting for time to pass, whatever happened meanwhile. */
function isFixedSleep(node: ts.Node): boolean {
  if (ts.isStringLiteral(node)) return /^(node:)?timers\/promises$/.test(node.text);
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'setTimeout') return false;
  const [callback] = node.arguments;
  return callback !== undefined && ts.isIdentifier(callback);
}

/** Rules that look at the meaning of the code. */
export const codeRules: readonly Rule[] = [
  {
    banned: `a function of more than ${functionLinesMax} lines`,
    use: 'two functions',
    appliesTo: (file) => file.isTypeScript,
    brokenLines: (file) => linesOfNodes(file, (node) => isLongFunction(file, node)),
    bad: {
      path: 'domain/long.ts',
      text: `export function long(): void {${'\n'.repeat(functionLinesMax)}}\n`,
    },
  },
  {
    banned: 'the type `any`',
    use: '`unknown` and a check',
    appliesTo: (file) => file.isTypeScript,
    brokenLines: (file) => linesOfNodes(file, (node) => node.kind === ts.SyntaxKind.AnyKeyword),
    bad: { path: 'domain/loose.ts', text: 'export let loose: any;\n' },
  },
  {
    banned: 'the non-null assertion `!`',
    use: 'a check that throws an error with a name',
    appliesTo: (file) => file.isTypeScript,
    brokenLines: (file) => linesOfNodes(file, ts.isNonNullExpression),
    bad: { path: 'domain/sure.ts', text: 'export const sure = (text?: string) => text!.length;\n' },
  },
  {
    banned: 'a fixed sleep in a test',
    use: 'polling with a deadline, in a file of its own, or a clock that the test moves',
    appliesTo: (file) => file.path.endsWith('.test.ts'),
    brokenLines: (file) => linesOfNodes(file, isFixedSleep),
    bad: {
      path: 'test/api/slow.test.ts',
      text: 'await new Promise((resolve) => setTimeout(resolve, 500));\n',
    },
  },
];

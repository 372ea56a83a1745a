import type { RepositoryFile } from './repositoryFile';
import { linesMatching, linesWhere, type Rule } from './rule';

const columnsMax = 100;
const linesMax = 300;

const isCode = (file: RepositoryFile): boolean => /\.(ts|cjs|mjs)$/.test(file.path);

/** Not made by hand: npm's lockfile, and files kept byte for byte as another program wrote them. */
const isVerbatim = (file: RepositoryFile): boolean =>
  file.path === 'package-lock.json' || file.path.includes('/fixtures/');

/** The samples in these files break the rules on purpose. */
const isSample = (file: RepositoryFile): boolean =>
  /^test\/(tidy\/|dev\/testReporter\.test\.ts$)/.test(file.path);

const isWritten = (file: RepositoryFile): boolean => !isVerbatim(file) && !isSample(file);

/** Where output is what a program is for. */
const mayPrint = /^((test\/)?dev|bench)\/|^simulator\/main\.ts$/;

/**
 * Numbers that no person answers, the only ones that may be written down: the one that Safaricom
 * publishes for its sandbox, the digits in order, and the thousands 0700 000 000, 0100 000 000 and
 * 0110 000 000.
 */
const syntheticNumber = /^(\+?254|0)(708374149|123456789|(700|100|110)000\d{3})$/;
const kenyanNumber = /(?<!\d)(?:\+?254|0)[17]\d{8}(?!\d)/g;

function namesAPerson(line: string): boolean {
  return (line.match(kenyanNumber) ?? []).some((number) => !syntheticNumber.test(number));
}

const isProse = (file: RepositoryFile): boolean =>
  (isCode(file) || file.path.endsWith('.md')) && isWritten(file);

/** "Which is no program" for "which is not a program"; "there is no program" is plain English. */
const isNo = /(?<!\b(?:[tT]here|[iI]t) )\bis no (?!longer\b|more\b)[A-Za-z]/;
const stiltedWord = /\b(anew|for ever|all the same|whoever|mend(s|ed|ing)?)\b/i;

/** Rules that look at the lines of a file. */
export const textRules: readonly Rule[] = [
  {
    banned: `a line of more than ${columnsMax} columns`,
    use: 'a shorter name or a second line',
    appliesTo: (file) => isCode(file) && isWritten(file),
    brokenLines: (file) => linesWhere(file, (line) => line.length > columnsMax),
    bad: { path: 'domain/long.ts', text: `// ${'x'.repeat(columnsMax)}\n` },
  },
  {
    banned: `a file of more than ${linesMax} lines`,
    use: 'two files, one noun or operation each',
    appliesTo: (file) => isCode(file) && isWritten(file),
    brokenLines: (file) => (file.lines.length > linesMax + 1 ? [linesMax + 1] : []),
    bad: { path: 'domain/huge.ts', text: '\n'.repeat(linesMax + 1) },
  },
  {
    banned: 'space at the end of a line',
    use: 'none',
    appliesTo: isWritten,
    brokenLines: (file) => linesMatching(file, /[ \t]$/),
    bad: { path: 'domain/space.ts', text: 'export {}; \n' },
  },
  {
    banned: 'a control character',
    use: 'its escape, such as \\u0007',
    appliesTo: isWritten,
    brokenLines: (file) => linesMatching(file, /[\u0000-\u0008\u000b-\u001f\u007f]/),
    bad: { path: 'domain/control.ts', text: "export const bell = '\u0007';\n" },
  },
  {
    banned: 'a note to do something later',
    use: 'an issue, or do it now',
    appliesTo: isWritten,
    brokenLines: (file) => linesMatching(file, /\b(TODO|FIXME|XXX|HACK)\b/),
    bad: { path: 'domain/later.ts', text: '// TODO: think\n' },
  },
  {
    banned: 'a test that is singled out or switched off',
    use: 'a test that runs, or a condition that says why it cannot',
    appliesTo: isWritten,
    brokenLines: (file) =>
      linesMatching(file, /\b(it|test|describe)\.(only|skip|todo)\(|\b(fit|xit|fdescribe)\(/),
    bad: { path: 'test/unit/one.test.ts', text: "it.only('runs', () => undefined);\n" },
  },
  {
    banned: 'switching off the check of TLS certificates',
    use: 'a trusted certificate',
    appliesTo: isWritten,
    brokenLines: (file) => linesMatching(file, /rejectUnauthorized:\s*false/),
    bad: { path: 'test/daraja/open.ts', text: 'connect({ rejectUnauthorized: false });\n' },
  },
  {
    banned: 'switching off the check of TLS certificates for a whole process',
    use: 'a trusted certificate',
    // A test may, to prove that it has no effect.
    appliesTo: (file) => isWritten(file) && !file.path.startsWith('test/'),
    brokenLines: (file) => linesMatching(file, /NODE_TLS_REJECT_UNAUTHORIZED\W{0,4}[=:]/),
    bad: { path: '.ci/open', text: 'export NODE_TLS_REJECT_UNAUTHORIZED=0\n' },
  },
  {
    banned: 'console output in the product',
    use: 'the logger of telemetry/',
    appliesTo: (file) => isCode(file) && isWritten(file) && !mayPrint.test(file.path),
    brokenLines: (file) => linesMatching(file, /\bconsole\.(log|info|warn|error|debug)\(/),
    bad: { path: 'api/chatty.ts', text: "console.log('here');\n" },
  },
  {
    banned: 'a path of one machine',
    use: 'a path relative to the repository',
    appliesTo: isWritten,
    brokenLines: (file) =>
      linesMatching(file, /(^|[\s'"`(=:])\/(work|root|home\/\w+|Users\/\w+)(\/|\b)/),
    bad: { path: 'docs/here.md', text: '# Here\nSee /home/amina/notes.\n' },
  },
  {
    banned: 'stilted English: "is no X"',
    use: '"is not an X"',
    appliesTo: isProse,
    brokenLines: (file) => linesMatching(file, isNo),
    bad: { path: 'docs/stilted.md', text: '# Stilted\nA text that is no URL is refused.\n' },
  },
  {
    banned: 'stilted English: anew, for ever, all the same, whoever, mend',
    use: 'again, always or for good, still, anyone, fix',
    appliesTo: isProse,
    brokenLines: (file) => linesMatching(file, stiltedWord),
    bad: { path: 'domain/stilted.ts', text: '// Whoever asks gets it.\n' },
  },
  {
    banned: 'a door where an endpoint is meant',
    use: 'endpoint, address or API',
    appliesTo: isProse,
    brokenLines: (file) => linesMatching(file, /\bdoors?\b/i),
    bad: { path: 'docs/door.md', text: '# Doors\n' },
  },
  {
    banned: "a package registry's address",
    use: "the package's name",
    appliesTo: isWritten,
    brokenLines: (file) =>
      linesMatching(file, /registry\.npmjs|npmjs\.(com|org)|pypi\.org|pythonhosted|unpkg\.com/),
    bad: { path: 'docs/there.md', text: '# There\nhttps://registry.npmjs.org/x\n' },
  },
  {
    banned: 'a phone number that may be a real one',
    use: '254708374149 or one of 254700000000 to 254700000999',
    appliesTo: isWritten,
    brokenLines: (file) => linesWhere(file, namesAPerson),
    bad: { path: 'test/unit/phone.test.ts', text: "pay('254722000111');\n" },
  },
  {
    banned: 'a private key',
    use: 'one made when the test runs',
    appliesTo: isWritten,
    brokenLines: (file) => linesMatching(file, /-----BEGIN [A-Z ]*PRIVATE KEY-----/),
    bad: { path: 'test/tls.pem', text: '-----BEGIN PRIVATE KEY-----\n' },
  },
];

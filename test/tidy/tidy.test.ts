import { codeRules } from './codeRules';
import { lockfileRules } from './lockfileRules';
import { placeRules } from './placeRules';
import { RepositoryFile, repositoryFiles } from './repositoryFile';
import { violations } from './rule';
import { textRules } from './textRules';

const rules = [...textRules, ...codeRules, ...placeRules, ...lockfileRules];

// Guarantees that the house rules hold in every file, by naming each place where one does not.
it('finds no broken house rule in the repository', () => {
  const files = repositoryFiles();
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => violations(rules, file))).toEqual([]);
});

// Guarantees that no rule is asleep: each must report the sample that it carries.
describe('each house rule', () => {
  it.each(rules.map((rule) => [rule.banned, rule] as const))('bites on %s', (banned, rule) => {
    const sample = new RepositoryFile(rule.bad.path, rule.bad.text);
    const reports = violations([rule], sample);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(/^[\w./-]+:\d+: error: /);
    expect(reports[0]).toContain(`error: ${banned} is banned, use ${rule.use}`);
  });
});

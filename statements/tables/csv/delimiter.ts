const CANDIDATES = [',', ';', '\t'] as const;

/** The separator that cuts some line of the beginning into the most cells; a comma in doubt. */
export function delimiterOf(beginning: string): string {
  const lines = beginning.split(/\r?\n/).map((line) => line.replaceAll(/"[^"]*"/g, ''));
  const widths = CANDIDATES.map((candidate) =>
    Math.max(...lines.map((line) => line.split(candidate).length)),
  );
  const widest = widths.indexOf(Math.max(...widths));
  return CANDIDATES[widest] ?? ',';
}

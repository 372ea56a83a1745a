/**
 * A number of a workbook as text. Workbooks keep doubles, and the shortest digits that name the
 * double are those that were typed: 1020.1, although its bytes stand for 1020.1000000000000227.
 */
export function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : 'not a number';
}

/** The digits that a mask leaves to be seen, in international form. */
function visible(mask: string): { readonly start: string; readonly end: string } {
  const [start = '', end = ''] = mask.replace(/^\+/, '').replace(/^0/, '254').split(/\*+/);
  return { start, end };
}

/**
 * Whether two masks can be of one number. Masks hide different digits, `0715***123` and
 * `2547****123`, so only what both show is compared; agreeing proves nothing.
 */
export function canBeOnePayer(one: string, other: string): boolean {
  const [a, b] = [visible(one), visible(other)];
  const starts = Math.min(a.start.length, b.start.length);
  const ends = Math.min(a.end.length, b.end.length);
  return (
    a.start.slice(0, starts) === b.start.slice(0, starts) &&
    (ends === 0 || a.end.slice(-ends) === b.end.slice(-ends))
  );
}

/**
 * Whether an error of Express means that a request could not be read (too large, badly encoded,
 * half a character in its path): the caller's mistake, found before anything was done.
 */
export function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}

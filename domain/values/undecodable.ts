/**
 * What stands for a message that could not be decoded: sealed with a key that is not here, altered,
 * or made up. A signal of that kind is dropped; anything else must be tried again.
 */
export const UNDECODABLE = { undecodable: true } as const;

export function isUndecodable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'undecodable' in value;
}

import { randomInt, randomUUID } from 'node:crypto';

/** A reference that no other payment has. */
export function freshReference(): string {
  return `T-${randomUUID().slice(0, 8)}`;
}

/** A synthetic number, one for each payment, so that no two tests share a phone. */
export function freshPhone(): string {
  return `25470000${String(randomInt(10_000)).padStart(4, '0')}`;
}

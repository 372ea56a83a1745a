import { randomInt, randomUUID } from 'node:crypto';

/** A reference that no other payment has. */
export function freshReference(): string {
  return `T-${randomUUID().slice(0, 8)}`;
}

const NUMBERS = 10_000;
let next = randomInt(NUMBERS);

/** A synthetic number, a new one for each payment, so that no two prompts share a phone. */
export function freshPhone(): string {
  next = (next + 1) % NUMBERS;
  return `25470000${String(next).padStart(4, '0')}`;
}

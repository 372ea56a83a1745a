import { newId } from '../../../crypto/newId';
import { earliestId, isId, madeAtMs } from '../../../domain/values/ids';

// Guarantees that a range of time is a range of ids, so that lists need no index of their own.
it('lies between the ids made before a moment and those made after', () => {
  const beforeMs = Date.now();
  const id = newId('payment');
  const afterMs = Date.now();
  expect(earliestId('payment', beforeMs) <= id).toBe(true);
  expect(id < earliestId('payment', afterMs + 1)).toBe(true);
});

it.each([-1, 0, 1.5, Date.now(), Infinity])('is the shape of an id at %p', (atMs) => {
  expect(isId('event', earliestId('event', atMs))).toBe(true);
});

it('tells when an id was made', () => {
  expect(madeAtMs(earliestId('event', 1_790_000_000_123))).toBe(1_790_000_000_123);
  const beforeMs = Date.now();
  const atMs = madeAtMs(newId('event'));
  expect(atMs >= beforeMs && atMs <= Date.now()).toBe(true);
});

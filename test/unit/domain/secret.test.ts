import { format, inspect } from 'node:util';
import { Secret } from '../../../domain/values/secret';

const PLANTED = 'planted-value-91c2';

describe('Secret', () => {
  // Guarantees that no ordinary way of printing an object shows what it holds (M15).
  it.each([
    ['text', (secret: Secret<string>) => `${String(secret)} ${secret.toString()}`],
    ['JSON', (secret: Secret<string>) => JSON.stringify({ deep: [{ secret }] })],
    ['the inspector', (secret: Secret<string>) => inspect({ secret }, { showHidden: true })],
    ['format', (secret: Secret<string>) => format('%s %o %j', secret, secret, secret)],
    ['its keys', (secret: Secret<string>) => JSON.stringify(Object.entries(secret))],
    ['a copy', (secret: Secret<string>) => inspect({ ...secret })],
    ['an error', (secret: Secret<string>) => new Error(`failed with ${String(secret)}`).message],
  ])('is not shown by %s', (_name, print) => {
    expect(print(new Secret(PLANTED))).not.toContain(PLANTED);
  });

  it('gives its value to who asks outright', () => {
    expect(new Secret(PLANTED).expose()).toBe(PLANTED);
  });
});

import fc from 'fast-check';

/**
 * Importing this fixes the seed of every property in the file and prints it, so that any failure
 * is found again: FAST_CHECK_SEED=… npx jest <file>.
 */
export const SEED = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);

fc.configureGlobal({ seed: SEED, numRuns: 200 });
process.stdout.write(`fast-check seed ${SEED}\n`);

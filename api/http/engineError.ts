import { AppError } from './errors';

/**
 * What a caller is told when a payment's workflow could not be started: whether the engine is
 * unavailable for now, or waits for an operator.
 */
export function engineError(cause: unknown): AppError {
  const isSetUp = !(cause instanceof Error && cause.name === 'EngineNotSetUpError');
  return new AppError(
    isSetUp ? 'engine_unavailable' : 'engine_not_set_up',
    {
      publicMessage: isSetUp
        ? 'The payment is kept, but the engine did not confirm that it started.'
        : 'The payment is kept, but the engine is not set up, so it was not started.',
      remedy: isSetUp
        ? 'Repeat the request with the same Idempotency-Key: it is this same payment.'
        : 'The operator must run "npm run setup"; then repeat it with the same Idempotency-Key.',
    },
    { 'Retry-After': isSetUp ? '2' : '30' },
    { cause },
  );
}

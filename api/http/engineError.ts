import { AppError } from './errors';

interface Said {
  /** What holds already, as the beginning of a sentence. */
  readonly kept: string;
  /** How the request is repeated. */
  readonly repeat: string;
}

const CREATED: Said = {
  kept: 'The payment is kept',
  repeat: 'with the same Idempotency-Key: it is this same payment',
};

/**
 * What a caller is told when a workflow could not be started: whether the engine is unavailable
 * for now, or waits for an operator.
 */
export function engineError(cause: unknown, { kept, repeat }: Said = CREATED): AppError {
  const isSetUp = !(cause instanceof Error && cause.name === 'EngineNotSetUpError');
  return new AppError(
    isSetUp ? 'engine_unavailable' : 'engine_not_set_up',
    {
      publicMessage: isSetUp
        ? `${kept}, but the engine did not confirm that it started.`
        : `${kept}, but the engine is not set up, so it was not started.`,
      remedy: isSetUp
        ? `Repeat the request ${repeat}.`
        : `The operator must run "npm run setup"; then repeat the request ${repeat}.`,
    },
    { 'Retry-After': isSetUp ? '2' : '30' },
    { cause },
  );
}

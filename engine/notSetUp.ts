import { isGrpcServiceError, NamespaceNotFoundError } from '@temporalio/client';
import { GRPC, grpcCodeOf } from './grpcCode';

/** The engine answers, and cannot take a payment before it is set up. */
export class EngineNotSetUpError extends Error {
  override readonly name = 'EngineNotSetUpError';
}

/** The same error, or the one that says what the engine lacks. */
export function nameMissingSetUp(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof NamespaceNotFoundError || lacksAttribute(error)) {
    return new EngineNotSetUpError('Temporal lacks a namespace or a search attribute.', {
      cause: error,
    });
  }
  return error;
}

function lacksAttribute(error: Error): boolean {
  const causes = [error, error.cause];
  return causes.some(
    (cause) =>
      isGrpcServiceError(cause) &&
      grpcCodeOf(cause) === GRPC.invalidArgument &&
      /search ?attribute/i.test(cause.details),
  );
}

import { isGrpcServiceError } from '@temporalio/client';

/** The status codes of gRPC that Hakika tells apart. */
export const GRPC = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  unimplemented: 12,
} as const;

/** The status with which a call failed; null for an error that is not gRPC's. */
export function grpcCodeOf(error: unknown): number | null {
  return isGrpcServiceError(error) ? Number(error.code) : null;
}

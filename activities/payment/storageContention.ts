/** Other writers were first several times in a row. Nothing is lost: the engine tries again. */
export class StorageContentionError extends Error {
  override readonly name = 'StorageContentionError';

  constructor(readonly paymentId: string) {
    super(`Payment ${paymentId} was written by others too often; it will be tried again.`);
  }
}

import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stacks of failures are payloads too, so that the codec encrypts them. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });

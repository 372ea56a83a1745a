import type { OperationSpec } from './operation';
import { Refusal } from './reply';

/** The refusal of a body that cannot be read, in the code of the API that was called. */
export function payloadRefusal(spec: OperationSpec | undefined): Refusal {
  return new Refusal(400, spec?.payloadErrorCode ?? '400.002.05', 'Invalid Request Payload');
}

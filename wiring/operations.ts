import { listen, type Listener, type ListenerOptions } from '../api/http/listen';
import {
  operationsApp,
  readinessOf,
  type OperationsParts,
  type Readiness,
} from '../api/operations/app';

export { readinessOf };
export type { Listener, Readiness };

type WorkerOperations = Omit<OperationsParts, 'codec'> &
  Omit<ListenerOptions, 'requestTimeoutMs' | 'onEvicted'>;

const REQUEST_TIMEOUT_MS = 10_000;

/** The worker's own listener: whether it lives, whether it can work, and its figures. */
export async function startOperations(options: WorkerOperations): Promise<Listener> {
  const app = operationsApp({ ...options, codec: null });
  const onEvicted = () => options.metrics.connectionsEvicted.inc({ listener: 'operations' });
  return listen(app, { ...options, requestTimeoutMs: REQUEST_TIMEOUT_MS, onEvicted });
}

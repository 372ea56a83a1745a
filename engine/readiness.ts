import type { Connection } from '@temporalio/client';
import { GRPC, grpcCodeOf } from './grpcCode';
import { missingSearchAttributes } from './searchAttributeSetup';
import { PendingCalls } from './pendingCalls';
import type { EngineReadiness } from './ports';

type EngineConnection = Pick<Connection, 'workflowService' | 'operatorService' | 'withDeadline'>;

const CHECK_TIMEOUT_MS = 2_500;

const SETUP = 'Run "npm run setup".';

/** Whether the engine could take a payment now: it answers, and all that a start names exists. */
export async function engineReadiness(
  connection: EngineConnection,
  namespace: string,
  pending = new PendingCalls(),
): Promise<EngineReadiness> {
  try {
    return await withinTime(() => lookAt(connection, namespace));
  } catch (error) {
    // Unavailable is the answer that readiness asked for, not a failure of asking.
    return grpcCodeOf(error) === GRPC.notFound
      ? notSetUp(
          `Temporal has no namespace "${namespace}".`,
          'Create it, then run "npm run setup".',
        )
      : { state: 'unavailable', remedy: 'Start Temporal, or correct TEMPORAL_ADDRESS.' };
  }

  /** A frozen server answers nothing, so the client's own deadline is not the only one. */
  async function withinTime<T>(look: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('No answer in time.')), CHECK_TIMEOUT_MS);
    });
    const deadlineMs = Date.now() + CHECK_TIMEOUT_MS;
    const looking = pending.track(connection.withDeadline(deadlineMs, look));
    return Promise.race([looking, late]).finally(() => clearTimeout(timer));
  }
}

async function lookAt(connection: EngineConnection, namespace: string): Promise<EngineReadiness> {
  await connection.workflowService.describeNamespace({ namespace });
  const missing = await missingNames(connection, namespace);
  if (missing.length === 0) return { state: 'ready', remedy: null };
  return notSetUp(`Temporal lacks the search attribute ${missing.join(', ')}.`, SETUP);
}

async function missingNames({ operatorService }: EngineConnection, namespace: string) {
  try {
    const missing = await missingSearchAttributes(operatorService, namespace);
    return missing.map(({ name }) => name);
  } catch (error) {
    // A server that does not let us look may still have them all.
    const code = grpcCodeOf(error);
    if (code === GRPC.unimplemented || code === GRPC.permissionDenied) return [];
    throw error;
  }
}

function notSetUp(problem: string, remedy: string): EngineReadiness {
  return { state: 'not_set_up', remedy: `${problem} ${remedy}` };
}

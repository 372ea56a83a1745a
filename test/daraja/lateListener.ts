import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** Longer than it takes a connection to be turned away, and than Node's 250 ms for an address. */
const LATE_MS = 400;

/**
 * The listener's thread. It stands still until it is let go, so that the kernel's queue of two
 * fills up and every further connection waits, as one to a dead or distant host does.
 */
const THREAD = `
  const { createServer } = require('node:http');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer((request, response) => {
    Atomics.add(workerData.shared, 1, 1);
    request.resume().on('end', () => response.end(workerData.body));
  });
  server.listen({ host: workerData.host, port: workerData.port, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => {
      Atomics.wait(workerData.shared, 0, 0);
      Atomics.wait(workerData.shared, 0, 1, workerData.lateMs);
    });
  });
`;

/** A server that takes no connection until it is let go. */
export interface LateListener {
  readonly port: number;
  /** Connections are taken 400 ms from now: those that wait already, about a second after that. */
  letGo(): void;
  requests(): number;
  close(): Promise<void>;
}

/** Starts one, with its queue full. */
export async function startLateListener(
  host: string,
  { port = 0, body = '{}' }: { readonly port?: number; readonly body?: string } = {},
): Promise<LateListener> {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { shared, host, port, body, lateMs: LATE_MS },
  });
  const [bound] = (await once(worker, 'message')) as [number];
  const queued: Socket[] = [];
  for (let place = 0; place < 2; place += 1) {
    const socket = connect(bound, host).on('error', () => undefined);
    queued.push(socket);
    await once(socket, 'connect');
  }
  const letGo = (): void => {
    Atomics.store(shared, 0, 1);
    Atomics.notify(shared, 0);
  };
  return {
    port: bound,
    letGo,
    requests: () => Atomics.load(shared, 1),
    close: async () => {
      for (const socket of queued) socket.destroy();
      letGo();
      await worker.terminate();
    },
  };
}

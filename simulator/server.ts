import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createApp } from './app';
import { OperatorKey } from './daraja/operatorKey';
import type { Options } from './options';
import { createWorld, type World } from './world';

/** A simulator that listens. */
export interface RunningSimulator {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The address cannot be listened on; the message says why and what to do. */
export class ListenError extends Error {}

/** Starts the simulator and resolves when it listens. Throws ListenError. */
export async function startServer(options: Options, log: Logger): Promise<RunningSimulator> {
  const world = createWorld(options, log, await OperatorKey.create());
  const server = createServer(createApp(world));
  const { port } = await listen(server, options);
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, stop: () => stop(server, world) };
}

function listen(server: Server, options: Options): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(listenReason(error, options), { cause: error }));
    });
    server.listen(options.port, options.host, () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address);
      else reject(new ListenError('The simulator listens on no TCP port.'));
    });
  });
}

function listenReason(error: NodeJS.ErrnoException, { host, port }: Options): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} of ${host} is taken: stop what listens there or give another --port.`;
  }
  return `The simulator cannot listen on ${host}:${port} (${error.code ?? error.message}).`;
}

/** Ends open requests, callbacks that are under way and everything that was to happen. */
async function stop(server: Server, world: World): Promise<void> {
  world.timers.clear();
  world.events.wake();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await world.courier.close();
  await closed;
}

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const firstPickedPort = 15_000;
const endOfPickedPorts = 32_000;

/** Tells whether a program could listen on this loopback port now. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/**
 * Picks a loopback port that is free now, below the range from which systems give outgoing
 * connections theirs (Linux from 32768, macOS from 49152): a port of that range is often gone
 * again before the server that was to have it listens.
 */
export async function pickFreePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(firstPickedPort, endOfPickedPorts);
    if (await isPortFree(port)) return port;
  }
  throw new Error('No free loopback port was found in 100 tries.');
}

/** Gives the wanted port, or a free one where 0 was asked for. */
export async function chosenPort(wanted: number): Promise<number> {
  return wanted === 0 ? pickFreePort() : wanted;
}

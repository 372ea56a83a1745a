import { createServer } from 'node:net';

/** Tells whether a program could listen on this loopback port now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined;
}

/** Picks a loopback port that is free now. Another program may take it before it is used. */
export async function pickFreePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error('The system has no free loopback port left.');
  return port;
}

/** Gives the wanted port, or a free one where 0 was asked for. */
export async function chosenPort(wanted: number): Promise<number> {
  return wanted === 0 ? pickFreePort() : wanted;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually';

/** One POST that arrived. */
export interface Arrival {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Header names as they stood on the wire. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly atMs: number;
}

/** What the merchant answers; undefined never answers. */
export type Answer = { readonly status: number; readonly body: string } | undefined;

/** A merchant's callback server on a free port of this machine. */
export interface Receiver {
  readonly url: (path: string) => string;
  readonly arrivals: (path: string) => readonly Arrival[];
  /** Resolves with the first `count` arrivals at a path. */
  readonly expect: (path: string, count?: number) => Promise<readonly Arrival[]>;
  /** A promise holds the answer back until it is kept. */
  readonly answerWith: (path: string, answer: Answer | Promise<Answer>) => void;
  readonly stop: () => Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  const answers = new Map<string, Answer | Promise<Answer>>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      arrivals.push({
        path,
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString('utf8'),
        atMs: Date.now(),
      });
      const accepted = { status: 200, body: '{"ResultCode":0,"ResultDesc":"Accepted"}' };
      void Promise.resolve(answers.has(path) ? answers.get(path) : accepted).then((answer) => {
        if (answer !== undefined) response.writeHead(answer.status).end(answer.body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const at = (path: string): Arrival[] => arrivals.filter((arrival) => arrival.path === path);
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    arrivals: at,
    expect: (path, count = 1) =>
      eventually(`${count} arrivals at ${path}`, () =>
        at(path).length >= count ? at(path) : undefined,
      ),
    answerWith: (path, answer) => answers.set(path, answer),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { createServer, type Server } from 'node:http';
import type { Metrics } from '../telemetry/metrics/metrics';

interface OperationsOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  readonly isReady: () => Promise<boolean>;
}

/** The worker's own listener: whether it lives, whether it can work, and its figures. */
export async function startOperations(options: OperationsOptions): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'application/json') =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (request.url === '/health') return answer(200, '{"status":"ok"}');
    if (request.url === '/ready') {
      return void options
        .isReady()
        .then((ready) =>
          answer(ready ? 200 : 503, JSON.stringify({ status: ready ? 'ready' : 'not_ready' })),
        );
    }
    if (request.url === '/metrics') {
      const { registry } = options.metrics;
      return void registry.metrics().then((text) => answer(200, text, registry.contentType));
    }
    return answer(404, '{"code":"not_found"}');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  return server;
}

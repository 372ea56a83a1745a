import type { Response } from 'express';
import type { Reply } from '../daraja/reply';
import type { World } from '../world';
import type { TransportFault } from './faultSchema';

const gatewayPage = '<html><body><h1>502 Bad Gateway</h1></body></html>';

/**
 * Sends an answer the way a broken network or gateway would. `reply` is what the operation
 * answered, or undefined when the request was not processed.
 */
export async function sendSpoilt(
  world: World,
  response: Response,
  fault: TransportFault,
  reply: Reply | undefined,
): Promise<void> {
  const body = reply?.body ?? '{}';
  switch (fault.kind) {
    case 'http_error':
      write(response, fault.status, fault.contentType, fault.body);
      return;
    case 'connection_reset':
      response.socket?.resetAndDestroy();
      return;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      write(response, reply?.status ?? 503, reply?.contentType ?? 'application/json', body);
      return;
    case 'hang':
      // Nothing is ever written; the socket ends with the client's patience or this process.
      return;
    case 'html_response':
      write(response, 200, 'text/html', gatewayPage);
      return;
    case 'empty_body':
      write(response, 200, 'application/json', '');
      return;
    case 'truncated_body':
      truncate(response, fault.level, body);
      return;
    case 'oversized_body':
      await writeOversized(world, response, body, fault.bytes);
      return;
  }
}

function write(response: Response, status: number, contentType: string, body: string): void {
  if (response.destroyed) return;
  response.status(status).set('Content-Type', contentType).send(Buffer.from(body));
}

/** Half of the JSON in a whole response, or a response that ends before its Content-Length. */
function truncate(response: Response, level: 'json' | 'transport', body: string): void {
  const half = body.slice(0, Math.floor(body.length / 2));
  if (level === 'json') {
    write(response, 200, 'application/json;charset=UTF-8', half);
    return;
  }
  response.status(200).set('Content-Type', 'application/json;charset=UTF-8');
  response.set('Content-Length', String(Buffer.byteLength(body)));
  response.write(half, () => response.socket?.destroy());
}

/** The right JSON with a member of padding, written in pieces so that memory stays small. */
async function writeOversized(
  world: World,
  response: Response,
  body: string,
  bytes: number,
): Promise<void> {
  const piece = 'x'.repeat(64 * 1024);
  response.status(200).set('Content-Type', 'application/json;charset=UTF-8');
  response.write(`${body.slice(0, -1)}${body.length > 2 ? ',' : ''}"Padding":"`);
  for (let left = bytes; left > 0 && !response.destroyed; left -= piece.length) {
    if (!response.write(piece.slice(0, left))) await drained(response);
  }
  if (!response.destroyed) response.end('"}');
  world.log.debug({ bytes }, 'Wrote an oversized answer');
}

function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}

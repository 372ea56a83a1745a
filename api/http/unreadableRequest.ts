import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from './errors';
import type { Connections } from './connections';
import { newId } from '../../crypto/newId';
import type { Logger } from '../../telemetry/log/logger';
import { problemOf, type Problem } from './problem';

interface Answering {
  readonly connections: Connections;
  readonly log: Logger;
  /** How long a caller that was told off may take to read why. */
  readonly lingerMs: number;
}

/**
 * Answers and logs what Node's parser gave up on before there was a request that a route could
 * take, and ends the connection whatever the caller does. The bytes themselves are not logged: they
 * may hold a key.
 */
export function answerUnreadable(server: Server, answering: Answering): void {
  const { connections, log, lingerMs } = answering;
  const told = new WeakSet<Socket>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Node counts a request's time from the connection's first moment: nothing was asked yet, and
    // the limit on idle connections ends this one, without an answer that nobody waits for.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) return;
    // Whatever else it sends while it reads the answer.
    if (told.has(socket)) return;
    if (error.code === 'ECONNRESET') return void socket.destroy();
    const problem = problemOf(errorFor(error.code), newId('request'));
    const { requestId, status, code } = problem;
    const isTold = socket.writable && connections.exchangesOn(socket).every(isArriving);
    log.info({ requestId, status, code, reason: error.code, isTold }, 'unreadable request');
    if (!isTold) return void socket.destroy();
    told.add(socket);
    socket.end(rawAnswer(problem));
    setTimeout(() => socket.destroy(), lingerMs).unref();
  });
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Whether an answer on the connection would be taken for this exchange's, and rightly: the request
 * is the one that cannot be read. A whole one that waits must never get another's refusal.
 */
function isArriving({ request, response }: Asked): boolean {
  return !request.complete && !response.headersSent;
}

function rawAnswer(problem: Problem): string {
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Request-Id: ${problem.requestId}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function errorFor(code: string | undefined): AppError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new AppError('headers_too_large', {
        publicMessage: 'The address and the headers are larger than we read.',
        remedy: 'Send only the documented headers.',
      });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError('request_too_slow', {
        publicMessage: 'The request did not arrive in time.',
        remedy: 'Send it again, with the same Idempotency-Key.',
      });
    default:
      return new AppError('malformed_request', {
        publicMessage: 'The bytes received are no HTTP/1.1 request.',
        remedy: 'Check the address, the scheme and what stands between us.',
      });
  }
}

import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError } from './errors';
import { newId } from '../../crypto/newId';
import type { Logger } from '../../telemetry/log/logger';
import { problemOf, type Problem } from './problem';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Answers and logs what Node's parser gave up on before there was a request that a route could
 * take. The bytes themselves are not logged: they may hold a key.
 */
export function answerUnreadable(server: Server, log: Logger): void {
  const openOn = new WeakMap<Duplex, Set<Exchange>>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const open = openOn.get(request.socket) ?? new Set();
    const exchange = { request, response };
    openOn.set(request.socket, open.add(exchange));
    response.once('close', () => open.delete(exchange));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET') return void socket.destroy();
    const problem = problemOf(errorFor(error.code), newId('request'));
    const { requestId, status, code } = problem;
    const isTold = socket.writable && [...(openOn.get(socket) ?? [])].every(isArriving);
    log.info({ requestId, status, code, reason: error.code, isTold }, 'unreadable request');
    if (isTold) socket.end(rawAnswer(problem));
    else socket.destroy();
  });
}

/**
 * Whether an answer on the connection would be taken for this exchange's, and rightly: the request
 * is the one that cannot be read. A whole one that waits must never get another's refusal.
 */
function isArriving({ request, response }: Exchange): boolean {
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

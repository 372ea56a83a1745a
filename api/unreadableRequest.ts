import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '../domain/errors';
import { newId } from '../store/newId';
import { problemOf } from './problem';

/** Answers what Node's parser gave up on before there was a request that a route could take. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  // A connection that was reset, or that has part of an answer on it, can be told nothing.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const problem = problemOf(errorFor(error.code), newId('request'));
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Request-Id: ${problem.requestId}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
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

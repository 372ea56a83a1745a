import type { ServerResponse } from 'node:http';
import { sendTo } from './endpoint';

/** Writes these bytes again and again, and says how many the endpoint got rid of. */
function pour(response: ServerResponse, chunk: string, everyMs: number): () => number {
  let bytes = 0;
  const timer = setInterval(() => {
    for (let part = 0; part < 16 && !response.writableNeedDrain; part += 1) {
      response.write(chunk);
      bytes += chunk.length;
    }
  }, everyMs);
  response.on('close', () => clearInterval(timer));
  return () => bytes;
}

describe('the answer of an endpoint', () => {
  // Guarantees that an endpoint which says 200 and then works on is not torn from its work.
  it('is read to its end when it takes its time', async () => {
    let isCut = false;
    const { result, durationMs } = await sendTo((response) => {
      response.on('close', () => (isCut = !response.writableFinished));
      response.writeHead(200).write('taken, ');
      const goOn = () => response.end('and done');
      setTimeout(() => goOn(), 400);
    });
    expect(result).toEqual({ kind: 'delivered' });
    expect(isCut).toBe(false);
    expect(durationMs).toBeGreaterThan(390);
  });

  // Guarantees that a 2xx status is a delivery whatever the body does after it: sent again, the
  // event would be handled twice.
  it.each<[string, (response: ServerResponse) => void]>([
    [
      'resets in its body',
      (response) => {
        response.writeHead(200, { 'content-length': 500 });
        response.write('half', () => response.socket?.resetAndDestroy());
      },
    ],
    [
      'ends before its length',
      (response) => {
        response.writeHead(200, { 'content-length': 500 });
        response.write('half', () => response.socket?.end());
      },
    ],
    [
      'breaks its chunks',
      (response) => {
        response.writeHead(200);
        response.write('half', () => response.socket?.end('no chunk\r\n'));
      },
    ],
    ['has no body', (response) => response.writeHead(204).end()],
    [
      'names a coding that it does not use',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
    ],
  ])('counts as taken when it says 2xx and %s', async (_what, answer) => {
    const { result, requests } = await sendTo(answer);
    expect(result).toEqual({ kind: 'delivered' });
    expect(requests).toHaveLength(1);
  });

  it('is waited for no longer than the try may take', async () => {
    const { result, durationMs } = await sendTo(
      (response) => {
        response.writeHead(200);
        pour(response, ' ', 20);
      },
      { timeoutMs: 600 },
    );
    expect(result).toEqual({ kind: 'delivered' });
    expect(durationMs).toBeGreaterThan(550);
    expect(durationMs).toBeLessThan(2_500);
  });

  it('is read up to 64 KiB and no further', async () => {
    let poured: (() => number) | undefined;
    const { result, durationMs } = await sendTo((response) => {
      response.writeHead(200);
      poured = pour(response, 'x'.repeat(16_384), 1);
    });
    expect(result).toEqual({ kind: 'delivered' });
    expect(durationMs).toBeLessThan(3_000);
    expect(poured?.()).toBeGreaterThan(65_535);
  });

  it.each([
    [410, { kind: 'gone' }],
    [500, { kind: 'failed', reason: 'the endpoint answered 500', retryAfterMs: null }],
    [302, { kind: 'failed', reason: 'the endpoint answered 302', retryAfterMs: null }],
  ])('keeps its meaning as %d when its body is cut', async (status, expected) => {
    const { result } = await sendTo((response) => {
      response.writeHead(status, { 'content-length': 500 });
      response.write('half', () => response.socket?.resetAndDestroy());
    });
    expect(result).toEqual(expected);
  });

  it('is handed back with its status and its beginning, and no more of it', async () => {
    const { exchange } = await sendTo((response) => {
      response.writeHead(500).end('x'.repeat(5_000));
    });
    expect(exchange).toMatchObject({ httpStatus: 500, answer: 'x'.repeat(1024) });
    expect(exchange.latencyMs).toBeGreaterThanOrEqual(0);
    const cut = await sendTo((response) => response.socket?.destroy());
    expect(cut.exchange).toMatchObject({ httpStatus: null, answer: null });
  });
});

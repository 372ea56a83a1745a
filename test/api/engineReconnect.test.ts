import { createServer, type AddressInfo } from 'node:net';
import { Client } from '@temporalio/client';
import { connectEngine } from '../../engine/connect';
import { createPaymentEngine } from '../../engine/paymentEngine';
import { until } from '../kit/until';

/** Long enough for waits that double each time to have grown to more than ten seconds. */
const OUTAGE_MS = 25_000;
const LONGEST_WAIT_MS = 3_500;

// Guarantees that an engine which is back is tried within seconds, however long it was gone: the
// waits between two tries stay short.
it('tries to reach the engine again every few seconds throughout an outage', async () => {
  const triesAtMs: number[] = [performance.now()];
  const server = createServer((socket) => {
    triesAtMs.push(performance.now());
    socket.resetAndDestroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connection = connectEngine(`127.0.0.1:${port}`);
  const engine = createPaymentEngine(new Client({ connection }), 'reconnect');
  const beganAt = performance.now();
  await until('a long outage', async () => {
    expect((await engine.readiness()).state).toBe('unavailable');
    return performance.now() - beganAt > OUTAGE_MS;
  });
  triesAtMs.push(performance.now());
  const waits = triesAtMs.slice(1).map((atMs, index) => atMs - (triesAtMs[index] ?? 0));
  await engine.idle();
  await connection.close();
  server.close();
  expect(Math.max(...waits)).toBeLessThan(LONGEST_WAIT_MS);
});

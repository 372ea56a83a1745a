import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { connectEngine } from '../../engine/connect';
import { createPaymentEngine } from '../../engine/paymentEngine';
import { registerSearchAttributes } from '../../engine/searchAttributeSetup';
import { givenServer } from '../kit/testConfig';
import { until } from '../kit/until';

/** Long enough for waits that double each time to have grown to ten seconds. */
const OUTAGE_MS = 18_000;

/** The engine's port, which refuses connections while the engine is gone, as that of a dead one. */
async function openPort(target: number) {
  const sockets = new Set<Socket>();
  const server = createServer((caller) => {
    const callee = connect(target, '127.0.0.1');
    for (const socket of [caller, callee]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    caller.pipe(callee).pipe(caller);
  });
  const open = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await open(0);
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port, close, reopen: () => open(port) };
}

// Guarantees that payments are taken again within seconds, however long the engine was gone.
it('reaches the engine within three seconds after a long outage', async () => {
  const address = givenServer('TEST_TEMPORAL_ADDRESS');
  const setup = await Connection.connect({ address });
  await registerSearchAttributes(setup, 'default');
  await setup.close();
  const wire = await openPort(Number(address.split(':')[1]));
  const connection = connectEngine(`127.0.0.1:${wire.port}`);
  const engine = createPaymentEngine(new Client({ connection }), 'reconnect');
  const isIn = (state: string) => async () => (await engine.readiness()).state === state;
  await until('the engine to be reached', isIn('ready'));

  await wire.close();
  const cutAt = performance.now();
  await until('a long outage', async () => {
    expect(await isIn('unavailable')()).toBe(true);
    return performance.now() - cutAt > OUTAGE_MS;
  });
  await wire.reopen();
  const restoredAt = performance.now();
  await until('the engine to be reached again', isIn('ready'));
  expect(performance.now() - restoredAt).toBeLessThan(3_000);
  await connection.close();
  await wire.close();
});

import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { startTestBed } from './testBed';
import { runSimulator, startSimulator } from './startSimulator';

describe('the simulator as a process', () => {
  // Guarantees that a wrong start tells everything at once, not one mistake at a time.
  it('names every wrong option in one message and exits with 1', async () => {
    const flags = ['--port', '70000', '--seed', 'x', '--local', 'perhaps'];
    const child = runSimulator(flags, { SIMULATOR_LOG_LEVEL: 'loud' });
    expect(await child.ended).toBe(1);
    for (const name of ['--port', '--seed', '--local', 'SIMULATOR_LOG_LEVEL']) {
      expect(child.stderr()).toContain(name);
    }
    expect(child.stderr().trim().split('\n')).toHaveLength(1);
    expect(child.stdout()).toBe('');
  });

  it('refuses an option it does not know and lists those it knows', async () => {
    const child = runSimulator(['--prot', '0']);
    expect(await child.ended).toBe(1);
    expect(child.stderr()).toMatch(/--prot.*--prompt-timeout-ms/s);
  });

  it('says in one sentence that the port is taken, and exits with 1', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const child = runSimulator(['--port', String(port), '--log-level', 'silent']);
    expect(await child.ended).toBe(1);
    expect(child.stderr().trim()).toBe(
      `Port ${port} of 127.0.0.1 is taken: stop what listens there or give another --port.`,
    );
    await new Promise((resolve) => taken.close(resolve));
  });

  it('prints one line of JSON with its address, and the seed in its log', async () => {
    const simulator = await startSimulator();
    const lines = simulator.stdout().trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ event: 'listening', url: simulator.url });
    await simulator.stop();
    expect(simulator.stderr()).toContain('"seed":7');
  });

  it('reads options from the environment, and lets a flag win', async () => {
    const child = runSimulator(['--port', '0', '--seed', '11'], {
      SIMULATOR_SEED: '12',
      SIMULATOR_PROMPT_TIMEOUT_MS: '1234',
    });
    const url = await child.listening;
    const settings = (await (await fetch(`${url}/control/settings`)).json()) as object;
    const health = (await (await fetch(`${url}/control/health`)).json()) as object;
    expect(settings).toMatchObject({ promptTimeoutMs: 1234, local: true });
    expect(health).toEqual({ status: 'ok', seed: 11 });
    child.process.kill('SIGINT');
    expect(await child.ended).toBe(0);
  });

  // Guarantees that neither a request that hangs nor a callback under way holds up a shutdown.
  it('exits soon while requests hang and callbacks are on their way', async () => {
    const bed = await startTestBed();
    const msisdn = '254700000001';
    await bed.client.post('/faults', { match: { msisdn }, fault: { kind: 'hang' } });
    const hanging = bed.client.push({ PhoneNumber: msisdn }).catch((error: unknown) => error);
    const slow = { msisdn: '254700000002', path: '/cb/slow' };
    bed.receiver.answerWith(slow.path, undefined);
    await bed.client.push({ PhoneNumber: slow.msisdn, CallBackURL: bed.receiver.url(slow.path) });
    await bed.receiver.expect(slow.path);
    const { code, tookMs } = await bed.simulator.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
    expect(String(await hanging)).toContain('fetch failed');
    await bed.receiver.stop();
  });

  // Guarantees that a log can be shared: no full number, no secret path of a callback.
  it('logs neither full phone numbers nor callback paths', async () => {
    const bed = await startTestBed();
    const pushed = await bed.pushFresh({ PhoneNumber: '254700000333', PartyA: '254700000333' });
    await bed.receiver.expect(pushed.path);
    await bed.client.event('callback_delivered');
    const feed = JSON.stringify(await bed.client.get('/events'));
    await bed.stop();
    for (const told of [bed.simulator.stderr(), feed]) {
      expect(told).toContain('2547****333');
      expect(told).not.toContain('700000333');
      expect(told).not.toContain(pushed.path);
    }
  });
});

import type { TestServers } from './servers';

let running: TestServers | undefined;

/** Keeps what the setup started until the teardown, which jest calls as a separate module. */
export function rememberServers(servers: TestServers): void {
  running = servers;
}

/** Stops what the setup started; nothing where it started nothing. */
export async function stopServers(): Promise<void> {
  await running?.stop();
  running = undefined;
}

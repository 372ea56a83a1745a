import { stopServers } from './runningServers';

/** Runs once, after the last test. A default export because jest takes nothing else. */
export default async function globalTeardown(): Promise<void> {
  await stopServers();
}

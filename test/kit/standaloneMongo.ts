import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../dev/processes/child';
import { waitUntilReady } from '../../dev/processes/ready';
import { findProgram } from '../../dev/servers/executable';
import { mongodProgram } from '../../dev/servers/mongo';
import { probePrimary } from '../../dev/servers/mongoProbe';
import { chosenPort } from '../../dev/servers/ports';

/** A MongoDB that is in no replica set: what Hakika must refuse. */
export async function startStandaloneMongo(folder: string) {
  const { path, fromWheel } = await findProgram(mongodProgram);
  const port = await chosenPort(0);
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const args = fromWheel
    ? ['--host', '127.0.0.1', '--storage-path', dataDir, '--standalone']
    : ['--bind_ip', '127.0.0.1', '--dbpath', dataDir];
  const child = await startChild({
    name: 'Standalone MongoDB',
    command: path,
    args: [...args, '--port', String(port)],
    logFile: join(folder, 'standalone.log'),
  });
  await waitUntilReady(child, 60_000, () => probePrimary(port));
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    stop: () => child.stop(),
  };
}

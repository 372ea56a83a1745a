import { join } from 'node:path';
import { startChild, stopAllChildren } from '../../dev/processes/child';
import { scratchFolder } from './scratchFolder';

const folder = scratchFolder();

// Guarantees that a command which fails early leaves no server behind that was just being started:
// nobody would know whose it is. In a file of its own, since nothing can be started afterwards.
it('stops a child whose start was not over yet, and starts no other', async () => {
  const script = 'setInterval(() => undefined, 1000)';
  const args = ['-e', script];
  const logFile = join(folder, 'late.log');
  const spec = { name: 'The late one', command: process.execPath, args, logFile };
  const starting = startChild(spec);
  const refused = expect(starting).rejects.toThrow(/was not started: everything is being stopped/);
  await stopAllChildren();
  await refused;
  await expect(startChild(spec)).rejects.toThrow(/was not started/);
});

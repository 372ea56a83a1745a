import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startTemporalDevServer } from '../../dev/servers/temporalDevServer';
import { scratchFolder } from './scratchFolder';

const folder = scratchFolder();

// Guarantees that the demo's payments last between runs, wherever the repository lies.
it.each(['my repo #1', 'why?', '100%25 é'])(
  'keeps its data in a folder named "%s" and nowhere else',
  async (name) => {
    const around = mkdtempSync(join(folder, 'around-'));
    const dbFile = join(around, name, 'temporal.db');
    const logFile = join(folder, 'temporal.log');
    const server = await startTemporalDevServer({ port: 0, uiPort: 0, dbFile, logFile });
    await server.stop();
    expect(readdirSync(around)).toEqual([name]);
    expect(readdirSync(join(around, name))).toContain('temporal.db');
  },
);

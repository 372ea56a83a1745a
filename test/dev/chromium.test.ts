import { findChromium } from '../../dev/servers/chromium';

const { env } = process;

beforeEach(() => {
  process.env = { ...env, PATH: '' };
  delete process.env.CHROMIUM_PATH;
});

afterEach(() => {
  process.env = env;
});

describe('the browser', () => {
  it('is none where none is installed', () => {
    expect(findChromium()).toBeUndefined();
  });

  it('is the one that CHROMIUM_PATH names', () => {
    process.env.CHROMIUM_PATH = process.execPath;
    expect(findChromium()).toBe(process.execPath);
  });

  it('is refused with one sentence when CHROMIUM_PATH names nothing that runs', () => {
    process.env.CHROMIUM_PATH = '/nowhere/chromium';
    expect(findChromium).toThrow(
      /^CHROMIUM_PATH names \/nowhere\/chromium, which is not a program/,
    );
  });
});

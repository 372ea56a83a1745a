import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

/** Nothing of a real user's browser, and no host but this machine: the UI would fetch news. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export interface OpenBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A real Chromium with a profile of its own, in which a script may run before each page. */
export async function openBrowser(executablePath: string, script: string): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'hakika-chromium-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: FLAGS });
  await context.addInitScript({ content: script });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { publicDocument } from '../../api/public/app';
import { renderPage } from '../../api/public/reference/page/render';
import { stateDir } from '../../dev/places';
import { findChromium } from '../../dev/servers/chromium';
import { openBrowser, type OpenBrowser } from '../browser/openBrowser';
import { startSystem, type TestSystem } from '../kit/system';

const executablePath = findChromium();
const browserTest = executablePath === undefined ? it.skip : it;
const why = executablePath === undefined ? ' [skipped: no Chromium]' : '';

let system: TestSystem;
let browser: OpenBrowser | undefined;

beforeAll(async () => {
  system = await startSystem();
  if (executablePath !== undefined) browser = await openBrowser(executablePath, '');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await system.stop();
});

const docs = () => `${system.urls.api}/v1/docs`;

// Guarantees that the page works where only our own host is reached, and runs nobody's code.
it('holds no script and no address of another host', async () => {
  const text = await (await fetch(docs())).text();
  expect(text).not.toMatch(/<script|<iframe|<link|<img|\son\w+=|javascript:|@import|url\(/i);
  expect(text).not.toMatch(/https?:|(?:src|href)="\/\//i);
  const targets = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target = '']) => target);
  const strangers = targets.filter((target) => !/^(#\w+|\/v1\/openapi\.json)$/.test(target));
  expect(strangers).toEqual([]);
});

it('allows its own style by hash and nothing else', async () => {
  const answer = await fetch(docs());
  const style = /<style>([\s\S]*?)<\/style>/.exec(await answer.text())?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

// Guarantees that the reference leaves nothing out, and that each link in it leads somewhere.
it('names every operation, field and error, and links only to what is there', () => {
  const document = publicDocument();
  const text = renderPage(document);
  for (const [path, methods] of Object.entries(document.paths)) {
    expect(text).toContain(`<code>${path}</code>`);
    for (const { operationId, parameters, responses } of Object.values(methods)) {
      expect(text).toContain(`id="${operationId}"`);
      for (const { name } of parameters) expect(text).toContain(name);
      const errors = Object.values(responses).flatMap((response) => response['x-errors'] ?? []);
      for (const { code } of errors) expect(text).toContain(code);
    }
  }
  const anchors = [...text.matchAll(/href="#(\w+)"/g)].map(([, anchor = '']) => anchor);
  expect(anchors.filter((anchor) => !text.includes(`id="${anchor}"`))).toEqual([]);
});

it('shows a text with the signs of HTML as it stands', () => {
  const document = publicDocument();
  const info = { ...document.info, title: '<b onclick="x">&\'' };
  expect(renderPage({ ...document, info })).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;');
});

browserTest.each([1440, 390])(
  `reads well at %i px, from its own host alone${why}`,
  async (width) => {
    if (browser === undefined) return;
    const page = await browser.context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    await page.setViewportSize({ width, height: 900 });
    await page.goto(docs());
    await page.getByRole('heading', { name: 'Ask for a payment' }).waitFor();
    const screenshots = join(stateDir, 'screenshots');
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `docs-${width}.png`), fullPage: true });
    // Nothing runs over the edge, and the style was taken: a refused one leaves the default margin.
    const layout = await page.evaluate(
      '[document.documentElement.scrollWidth, getComputedStyle(document.body).marginTop]',
    );
    expect(layout).toEqual([width, '0px']);
    expect(asked.filter((url) => !url.startsWith(system.urls.api))).toEqual([]);
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
    await page.close();
  },
);

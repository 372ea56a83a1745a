import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { PaymentId } from '../../domain/values/ids';
import { logsDir, stateDir } from '../../dev/places';
import { findChromium } from '../../dev/servers/chromium';
import { pickFreePort } from '../../dev/servers/ports';
import {
  startTemporalDevServer,
  type TemporalDevServer,
} from '../../dev/servers/temporalDevServer';
import { savedViews } from '../../engine/savedViews';
import { paymentWorkflowId } from '../../workflows/messages';
import { freshPhone, freshReference } from '../kit/fresh';
import { askFor, reaches } from '../kit/shop';
import { startSystem, type TestSystem } from '../kit/system';
import { openBrowser, type OpenBrowser } from './openBrowser';

/*
 * What an operator sees of payments in the Temporal Web UI, in a real browser. The UI has its
 * payloads decoded by the codec server of our own operations listener, as under `npm start`.
 */
const executablePath = findChromium();
const browserTest = executablePath === undefined ? it.skip : it;
const why = executablePath === undefined ? ' [skipped: no Chromium]' : '';

/** A desk and a phone, in pixels. */
const WIDE = 1440;
const WIDTHS = [WIDE, 390];
/** Kept after the run, so that a person can look at them. */
const screenshots = join(stateDir, 'screenshots');

/** What the UI keeps when an operator chooses the columns of the list. */
const COLUMNS = ['Status', 'Workflow ID', 'PaymentStatus', 'Shortcode', 'MerchantId'];
const chooseColumns = `localStorage.setItem('namespace-workflow-table-columns', '${JSON.stringify({
  default: COLUMNS.map((label, index) => ({ label, pinned: index === 0 })),
})}')`;

const WAITING = 'Waiting for the customer to answer the prompt';

const openPhone = freshPhone();
const openReference = freshReference();

let temporal: TemporalDevServer;
let system: TestSystem;
let browser: OpenBrowser;
let openId: string;
let paidId: string;
let cancelledId: string;

beforeAll(async () => {
  if (executablePath === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  const operationsPort = await pickFreePort();
  temporal = await startTemporalDevServer({
    port: 0,
    uiPort: 0,
    logFile: join(logsDir, 'browser-temporal.log'),
    codecEndpoint: `http://127.0.0.1:${operationsPort}/codec`,
  });
  const environment = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_UI_URL: temporal.uiUrl };
  system = await startSystem({ environment, operationsPort });
  await system.simulator.control('POST', `/phones/${openPhone}`, { behaviour: 'manual' });
  openId = (await askFor(system, { phone: openPhone, reference: openReference })).id;
  paidId = (await askFor(system)).id;
  const cancelling = freshPhone();
  await system.simulator.control('POST', `/phones/${cancelling}`, { behaviour: 'cancel' });
  cancelledId = (await askFor(system, { phone: cancelling })).id;
  await reaches(system, openId, 'awaiting_customer');
  for (const id of [paidId, cancelledId]) {
    await system.client.workflow.getHandle(workflowIdOf(id)).result();
  }
  browser = await openBrowser(executablePath, chooseColumns);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
  await temporal?.stop();
});

function workflowIdOf(paymentId: string): string {
  return paymentWorkflowId(paymentId as PaymentId);
}

function listUrl(query: string): string {
  return `${temporal.uiUrl}/namespaces/default/workflows?query=${encodeURIComponent(query)}`;
}

function pageUrl(paymentId: string): string {
  const workflowId = encodeURIComponent(workflowIdOf(paymentId));
  return `${temporal.uiUrl}/namespaces/default/workflows/${workflowId}`;
}

/** Opens an address at a width and waits until the page says something. */
async function open(address: string, width: number, saying: string): Promise<Page> {
  const page = await browser.context.newPage();
  await page.setViewportSize({ width, height: 900 });
  await page.goto(address);
  await page.getByText(saying).first().waitFor();
  return page;
}

const textOf = (page: Page): Promise<string> => page.locator('main').innerText();

// Guarantees that anyone on call finds the payments of a merchant, each with where it stands.
browserTest.each(WIDTHS)(
  `lists payments by merchant, status and shortcode at %i px${why}`,
  async (width) => {
    const { merchantId } = system.merchant;
    const page = await open(listUrl(`MerchantId="${merchantId}"`), width, paidId);
    await page.screenshot({ path: join(screenshots, `list-${width}.png`) });
    const row = (id: string) => page.getByRole('row').filter({ hasText: id }).innerText();
    for (const expected of [merchantId, 'succeeded', '174379']) {
      expect(await row(paidId)).toContain(expected);
    }
    for (const expected of [merchantId, 'awaiting_customer', '174379']) {
      expect(await row(openId)).toContain(expected);
    }
    await page.close();
  },
);

browserTest(`narrows the list to one status and one shortcode${why}`, async () => {
  const query = `PaymentStatus="succeeded" AND Shortcode="174379"`;
  const page = await open(listUrl(query), WIDE, paidId);
  expect(await textOf(page)).not.toContain(openId);
  await page.close();
});

// Guarantees that an operator reads what a payment waits for, although the engine stores it sealed.
browserTest.each(WIDTHS)(`says what an open payment waits for at %i px${why}`, async (width) => {
  const page = await open(pageUrl(openId), width, WAITING);
  await page.getByText(WAITING).first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(screenshots, `payment-${width}.png`) });
  const text = await textOf(page);
  expect(text).toContain('STK push');
  expect(text).not.toContain(openPhone);
  await page.close();
});

// The UI renders these texts as Markdown, each in a frame of its own.
browserTest(`shows the order and the present details in clear${why}`, async () => {
  const page = await open(pageUrl(openId), WIDE, WAITING);
  await page.getByText('User Metadata').click();
  const frames = page.locator('iframe');
  const summary = `KES 100 for ${openReference} on 174379`;
  await frames.first().contentFrame().getByText(summary).waitFor();
  await frames.last().contentFrame().getByText(WAITING).waitFor();
  await page.screenshot({ path: join(screenshots, `details-${WIDE}.png`) });
  await page.close();
});

/** Three of the ten questions of `hakika views`, and which payments each is to list. */
const VIEWS = [
  ['open payments', () => [openId]],
  ['failed as cancelled_by_customer', () => [cancelledId]],
  ['today, of', () => [openId, paidId, cancelledId]],
] as const satisfies [string, () => string[]][];

// Guarantees that the links of `hakika views` list exactly the payments that they promise.
browserTest.each(VIEWS.flatMap(([name, ids]) => WIDTHS.map((width) => ({ name, ids, width }))))(
  `lists "$name" by its saved view at $width px${why}`,
  async ({ name, ids, width }) => {
    const { merchantId } = system.merchant;
    const ui = { TEMPORAL_UI_URL: temporal.uiUrl, TEMPORAL_NAMESPACE: 'default' };
    const views = savedViews(ui, { merchantId, nowMs: Date.now() });
    const view = views.find((known) => known.name.startsWith(name));
    const wanted = ids();
    const page = await open(view?.url ?? '', width, wanted[0] ?? '');
    const file = `view-${name.replaceAll(/\W+/g, '-')}-${width}.png`;
    await page.screenshot({ path: join(screenshots, file) });
    const text = await textOf(page);
    const listed = [openId, paidId, cancelledId].filter((id) => text.includes(id));
    expect(listed).toEqual(wanted);
    await page.close();
  },
);

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { type Browser, type BrowserContext, type ConsoleMessage, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

export interface WindowSettings {
  width?: number;
  javaScript?: boolean;
  /** What the person has chosen for the whole computer. */
  colorScheme?: 'light' | 'dark';
}

// no sandbox: root has none; the others halve the time of a page
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--disable-site-isolation-trials',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--no-first-run',
  // one process where there would be four
  '--no-zygote',
  '--in-process-gpu',
  '--enable-features=NetworkServiceInProcess2',
];

let browser: Promise<Browser> | undefined;
/** What went wrong in each window since it was last asked. */
const complaints = new WeakMap<BrowserContext, string[]>();

async function launch(): Promise<Browser> {
  const { executable, env } = await findChromium();
  return chromium.launch({
    executablePath: executable,
    args,
    env: { ...process.env, ...env } as Record<string, string>,
  });
}

// a page that answers 4xx says so on the console: pages are asked for on purpose, what they load is not
const isExpected = (message: ConsoleMessage) => /Failed to load resource: .* status of 4\d\d/.test(message.text());

function listen(context: BrowserContext): void {
  const faults: string[] = [];
  complaints.set(context, faults);
  context.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message)) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`script: ${error.error().message}`));
  context.on('response', (response) => {
    const isPage = response.request().resourceType() === 'document';
    if (response.status() >= (isPage ? 500 : 400)) faults.push(`${response.status()} ${response.url()}`);
  });
}

/** A window of somebody's browser, with nothing in it yet. One browser serves the whole run. */
export async function aWindow({
  width = 1280,
  javaScript = true,
  colorScheme = 'light',
}: WindowSettings = {}): Promise<Page> {
  browser ??= launch();
  const context = await (await browser).newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    javaScriptEnabled: javaScript,
    colorScheme,
    locale: 'fr-FR',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  listen(context);
  return context.newPage();
}

/** Fails when a window complained since the last time: console, scripts, policy of contents, missing files. */
export function noComplaint(...pages: readonly Page[]): void {
  for (const page of pages) assert.deepEqual(complaints.get(page.context())?.splice(0), []);
}

// the parts of the window that scroll sideways, then what is too wide in them, the innermost last
const tooWide = `(() => {
  const scrolls = (element) => element.scrollWidth > element.clientWidth;
  const cut = [document.documentElement, document.querySelector('main')].filter((part) => part !== null && scrolls(part));
  const inside = cut.flatMap((part) => [...part.querySelectorAll('*')]).filter((element) => element.clientWidth > 0 && scrolls(element));
  return [...cut, ...inside].map((element) => element.cloneNode().outerHTML + ' ' + element.scrollWidth);
})()`;

/** Fails when something is to be reached by scrolling sideways. */
export async function fitsInWidth(page: Page): Promise<void> {
  assert.deepEqual(await page.evaluate(tooWide), [], `${page.url()} is wider than its window`);
}

after(async () => {
  const launched = await browser?.catch(() => undefined);
  await launched?.close();
});

export type { Locator, Page } from 'playwright-core';

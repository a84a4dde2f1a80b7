import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from './browser.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;

const described = ({ violations }: Results) =>
  violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) =>
      [id, help, target.join(' '), failureSummary.split('\n').slice(1).join(' ').trim()].join(' | '),
    ),
  );

/** The builder puts axe in the page; asked for everything, it takes three times as long as axe itself. */
async function bringAxe(page: Page): Promise<void> {
  if (await page.evaluate(`typeof axe !== 'undefined'`)) return;
  await new AxeBuilder({ page }).setLegacyMode(true).withRules(['document-title']).analyze();
}

interface Checking {
  within?: string;
  /** Rules that say nothing of this page. */
  except?: readonly string[];
}

async function run(page: Page, rules: readonly string[], { within = 'html', except = [] }: Checking) {
  const options = {
    runOnly: rules,
    resultTypes: ['violations'],
    rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])),
  };
  return described((await page.evaluate(`axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`)) as Results);
}

/** What axe finds, in both colour schemes: of the dark one the contrasts, since nothing else changes. */
async function found(page: Page, checking: Checking): Promise<string[]> {
  await bringAxe(page);
  const light = await run(page, standards, checking);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await run(page, ['color-contrast'], checking);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((fault) => `dark | ${fault}`)];
}

const setOpen = (details: Locator, open: boolean) =>
  details.evaluateAll((all: { open: boolean }[], wanted) => {
    for (const one of all) one.open = wanted;
  }, open);

/** Fails with what axe finds on the page, light or dark, with all that unfolds in it except its menus. */
export async function accessible(page: Page, where: string, checking: Checking = {}): Promise<void> {
  await setOpen(page.locator('details:not(.menu)'), true);
  assert.deepEqual(await found(page, checking), [], `axe on ${where}`);
}

/** The same inside each menu, opened in its turn: they open over the page and over each other. */
export async function menusAccessible(page: Page, where: string): Promise<void> {
  for (const menu of await page.locator('details.menu').all()) {
    await setOpen(menu, true);
    assert.deepEqual(await found(page, { within: 'details.menu[open]' }), [], `axe in a menu of ${where}`);
    await setOpen(menu, false);
  }
}

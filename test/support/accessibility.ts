import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from './browser.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;

const described = ({ violations }: Results) =>
  violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) =>
      [`${id}: ${help}`, target.join(' '), failureSummary.split('\n').slice(1).join(' ').trim()].join(' | '),
    ),
  );

// legacy mode: in the page itself, where the other one opens a page more for each analysis
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode(true).withTags(rules);

const open = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all: { open: boolean; name: string }[]) => {
    for (const details of all) {
      details.name = '';
      details.open = true;
    }
  });

const close = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all: { open: boolean }[]) => {
    for (const details of all) details.open = false;
  });

const menus = 'details.menu';

/** What axe finds on the page with all that unfolds in it, then in its menus, which open over the rest. */
async function found(page: Page): Promise<string[]> {
  await open(page, 'details:not(.menu)');
  const onPage = described(await axe(page).analyze());
  if ((await page.locator(menus).count()) === 0) return onPage;
  await open(page, menus);
  const inMenus = described(await axe(page).include(menus).analyze());
  await close(page, menus);
  return [...onPage, ...inMenus];
}

/** Fails with what axe finds on the page, in both colour schemes. */
export async function accessible(page: Page, where = page.url()): Promise<void> {
  const all: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    all.push(...(await found(page)).map((fault) => `${colorScheme} | ${fault}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  assert.deepEqual(all, [], `axe on ${where}`);
}

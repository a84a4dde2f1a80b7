import assert from 'node:assert/strict';
import type { Page } from '../support/browser.ts';

/** The words of what is focused: its text, its name, its label; null for a link where a field is looked for. */
const focused = (field: boolean) => `(() => {
  const element = document.activeElement;
  if (${field} && element.localName === 'a') return null;
  const named = document.getElementById(element.getAttribute('aria-labelledby'));
  const label = element.getAttribute('aria-label') ?? (named ?? element.labels?.[0] ?? element).textContent;
  return (element === document.body ? '' : label).replace(/\\s+/g, ' ').trim();
})()`;

/** A person without a mouse. */
export function keyboardOf(page: Page) {
  /** Goes on with Tab until what is focused says so; a field says its label, with a star when it must be filled in. */
  async function tabTo(words: string, { field = false } = {}): Promise<void> {
    for (let presses = 0; presses < 150; presses++) {
      await page.keyboard.press('Tab');
      const said = await page.evaluate<string | null>(focused(field));
      if (said === words || said === `${words} *`) return;
    }
    assert.fail(`« ${words} » is reached with Tab on ${page.url()}`);
  }
  /** « Aller au contenu », where the page does not already lead elsewhere. */
  async function skipMenus(): Promise<void> {
    if (page.url().includes('#') || !(await page.evaluate<boolean>('document.activeElement === document.body'))) return;
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  return {
    tabTo,
    async press(words: string): Promise<void> {
      await tabTo(words);
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      await page.waitForLoadState();
      await skipMenus();
    },
    async fill(label: string, text: string): Promise<void> {
      await tabTo(label, { field: true });
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    async choose(label: string, option: string): Promise<void> {
      await tabTo(label, { field: true });
      await page.keyboard.type(option);
    },
    async tick(label: string): Promise<void> {
      await tabTo(label, { field: true });
      await page.keyboard.press('Space');
    },
  };
}

export type Hands = ReturnType<typeof keyboardOf>;

/** The same gestures with a mouse, for who has no script. */
export function mouseOf(page: Page): Omit<Hands, 'tabTo'> {
  const button = (words: string) =>
    page
      .locator('main')
      .locator('a, button:not([aria-hidden])')
      .filter({ hasText: words })
      .filter({ visible: true })
      .first();
  return {
    press: async (words) => {
      await Promise.all([page.waitForNavigation(), button(words).click()]);
    },
    fill: (label, text) => page.getByRole('textbox', { name: label }).first().fill(text),
    choose: async (label, option) => {
      const value = await page.getByLabel(label).locator('option', { hasText: option }).first().getAttribute('value');
      await page.getByLabel(label).selectOption(String(value));
    },
    tick: (label) => page.getByLabel(label).click(),
  };
}

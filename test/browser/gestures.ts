import type { Locator, Page } from '../support/browser.ts';
import type { World } from '../support/world.ts';

export interface Way {
  javaScript: boolean;
  width: number;
}

/** What one reads there, its spaces folded, those that do not break too. */
export const read = async (where: Locator) => (await where.innerText()).replace(/\s+/g, ' ').trim();

/** On the page of the CAS server, chooses who one is, and comes back. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.locator(`button[value="${login}"]`).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

export async function chooseCategory(
  page: Page,
  { javaScript }: Way,
  { filter, category }: { filter: string; category: string },
): Promise<void> {
  if (filter !== '') await page.getByLabel('Filtrer la liste des catégories').fill(filter);
  if (filter !== '' && !javaScript) await page.getByRole('button', { name: 'Appliquer' }).click();
  // without a filter, the category is in its branch of the tree
  const branches = page.locator('#categories > li > details');
  const leaf = page.locator('a.leaf', { hasText: category });
  if (filter === '') await branches.filter({ has: leaf }).locator('> summary').click();
  await leaf.filter({ visible: true }).first().click();
}

/** Opens an ACTIONS menu and chooses an entry. */
export async function chooseAction(page: Page, menu: string | RegExp, entry: string): Promise<void> {
  const what = menu instanceof RegExp ? menu.source.replace('^', '') : `${menu}\\s*$`;
  const details = page.locator('main details.menu', {
    has: page.locator('summary', { hasText: new RegExp(`:\\s${what}`) }),
  });
  await details.locator('summary').click();
  await details.getByRole('link', { name: entry, exact: true }).click();
  // a field is not filled in before the scripts have taken it over
  await page.waitForLoadState();
}

/** In the editor, or in the textarea that it replaces before the page is ready: both have the name of the field. */
export async function write(page: Page, field: string, text: string): Promise<void> {
  await page.waitForLoadState();
  await page.getByRole('textbox', { name: field }).fill(text);
}

const withScript = async (page: Page): Promise<void> => {
  await page.waitForLoadState();
  await page.getByRole('textbox', { name: 'Description' }).click();
  await page.keyboard.type('Le wifi ne marche ');
  await page.getByRole('button', { name: 'Gras' }).click();
  await page.keyboard.type('toujours');
  await page.getByRole('button', { name: 'Gras' }).click();
  await page.keyboard.type(' pas :');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Liste à puces' }).click();
  await page.keyboard.type('borne éteinte');
  await page.keyboard.press('Enter');
  await page.keyboard.type('téléphone aussi');
};

const source = `<p onclick="alert(1)" style="color:red">Le wifi ne marche <b class="x">toujours</b> pas :</p>
<ul><li>borne éteinte</li><li>téléphone aussi</li></ul><script>alert(2)</script>`;

/** Bold and a list: by the buttons of the editor, otherwise in HTML, as somebody of ill will would. */
export const writeRich = (page: Page, { javaScript }: Way) =>
  javaScript ? withScript(page) : write(page, 'Description', source);

/** Drops a file on the form (wide screen), chooses it (phone), or chooses it then « Transférer » (without script). */
export async function attach(page: Page, way: Way, { name, content }: { name: string; content: string }) {
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(content) };
  const drop = page.locator('[data-drop]');
  if (way.javaScript && way.width > 600) {
    const dropped = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: 'text/plain' }));
      return data;
    })()`);
    await drop.dispatchEvent('dragover', { dataTransfer: dropped });
    await drop.dispatchEvent('drop', { dataTransfer: dropped });
  } else await page.getByLabel('Fichiers', { exact: true }).setInputFiles(file);
  if (!way.javaScript) await page.getByRole('button', { name: 'Transférer' }).click();
  await page.locator('[data-files] .file').first().waitFor();
}

interface Wanted {
  to: string;
  /** The word at the head of the subject. */
  about: string;
  subject: string;
  link: string | RegExp;
}

/** Opens the newest of these mails in the mailbox and follows a link of it. */
export async function followMail(page: Page, world: World, { to, about, subject, link }: Wanted): Promise<void> {
  await world.work();
  await page.goto(`${world.config.demoMailboxUrl}/?to=${encodeURIComponent(to)}`);
  const title = page.locator('ul.mails strong', { hasText: `[${about} ` });
  await title.filter({ hasText: subject }).first().click();
  await page.frameLocator('iframe').getByRole('link', { name: link }).first().click();
  await page.waitForURL((url) => !url.href.startsWith(String(world.config.demoMailboxUrl)));
}

/** The state as the page of the ticket shows it. */
export const statusOf = (page: Page) => read(page.locator('.props .status'));

/** For a page, or for all those that come: frames come late on a busy computer. */
export const slowFrames = `(() => {
  const frame = window.requestAnimationFrame;
  window.requestAnimationFrame = (draw) => setTimeout(() => frame(draw), 300);
})()`;

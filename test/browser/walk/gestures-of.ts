import type { Page } from '../../support/browser.ts';
import { aWindow } from '../../support/browser.ts';
import type { Campus } from '../../support/campus.ts';
import type { Visitor } from '../../support/visitor.ts';
import type { World } from '../../support/world.ts';
import { followMail, read, signIn, type Way } from '../gestures.ts';

/** Somebody who follows a guide, in a browser. */
export interface Walker {
  way: Way;
  world: World;
  campus: Campus;
  page: Page;
  /** The ticket of the chapter, as its address. */
  ticket: string;
  /** Opens the ticket of the chapter, or one of its tabs. */
  open(tab?: string): Promise<void>;
  press(name: string): Promise<void>;
  /** Chooses an option of a list, by its label or its value. */
  choose(field: string, option: string | { value: string }): Promise<void>;
  /** What the page says was done, or is wrong. */
  notice(): Promise<string>;
  title(): Promise<string>;
  /** The newest entry of the history. */
  newest(): Promise<string>;
  /** The error beside a field. */
  fault(field: string): Promise<string>;
  /** What the box of this word says: « Gestionnaire », « Catégorie »… */
  property(name: string): Promise<string>;
  /** Opens a link of the newest mail with this word at the head of its subject. */
  followMail(about: string, link: string | RegExp): Promise<void>;
  /** What the others do meanwhile, which is not the gesture in question. */
  act(who: string, action: string, button: string, fields?: Record<string, string>): Promise<void>;
}

/** A sentence of a guide, and the gesture that it describes. */
export type Gesture = readonly [sentence: string, does: (walker: Walker) => Promise<void>];

export interface Chapter {
  name: string;
  login: string;
  /** What is there before it begins; answers its ticket. */
  begins?: (world: World, campus: Campus) => Promise<{ id: number }>;
  gestures: readonly Gesture[];
}

/** What the first chapter asks for. */
export const subjectOf = ({ way }: Walker) => (way.javaScript ? 'Wifi en B12' : 'Wifi en B13');

const linesOf = (page: Page) => page.locator('ol.tl > li');

/** A window of the person of this chapter, signed in unless the chapter begins by a mail. */
export async function aWalker(world: World, campus: Campus, { login, begins }: Chapter, way: Way): Promise<Walker> {
  const page = await aWindow(way);
  const id = (await begins?.(world, campus))?.id;
  const visitors = new Map<string, Promise<Visitor>>();
  const visitor = (who: string) => {
    if (!visitors.has(who)) visitors.set(who, world.visitor(who));
    return visitors.get(who) as Promise<Visitor>;
  };
  const walker: Walker = {
    way,
    world,
    campus,
    page,
    ticket: id === undefined ? '' : `/tickets/${id}`,
    open: async (tab = '') => void (await page.goto(`${world.url}${walker.ticket}${tab}`)),
    press: async (name) => {
      const answered = page.waitForEvent('domcontentloaded');
      await page.getByRole('main').getByRole('button', { name, exact: true }).click();
      await answered;
    },
    choose: async (field, option) => {
      const list = page.getByRole('combobox', { name: new RegExp(`^${field}`) });
      await list.selectOption(typeof option === 'string' ? { label: option } : option);
    },
    notice: () => read(page.locator('main > .note').first()),
    title: () => read(page.getByRole('heading', { level: 1 })),
    newest: () => read(linesOf(page).first()),
    fault: (field) => read(page.locator(`#field-${field}-error`)),
    property: async (name) =>
      (
        await read(page.locator('.props > div', { has: page.locator('dt', { hasText: name }) }).locator('.val'))
      ).replace(/ Afficher Informations.*/, ''),
    followMail: async (about, link) => {
      const { mail } = campus[login as 'lea'];
      await followMail(page, world, { to: mail, about, subject: `n°${walker.ticket.split('/').pop()}`, link });
    },
    act: async (who, action, button, fields = {}) => {
      const other = await visitor(who);
      const done = await other.press(await other.get(`${walker.ticket}/actions/${action}`), button, fields);
      if (done.notices.length === 0) throw new Error(`« ${button} » by ${who}: ${done.text}`);
    },
  };
  await page.goto(world.url);
  await signIn(page, login);
  return walker;
}

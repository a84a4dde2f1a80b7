import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { accessible, menusAccessible } from '../support/accessibility.ts';
import { aWindow, fitsInWidth, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aManager, aPerson } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';
import { signIn } from './gestures.ts';

const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

/** What every page must be: nothing for axe to say, wide or narrow, light or dark, and no scrolling sideways. */
async function checked(page: Page, what: string, except: readonly string[] = []): Promise<void> {
  for (const size of [wide, phone]) {
    await page.setViewportSize(size);
    await fitsInWidth(page);
    await accessible(page, `${what}, ${size.width} px`, { except });
  }
  await page.setViewportSize(wide);
}

const longWord = 'Anticonstitutionnellement'.repeat(4);

async function manyTickets(campus: Campus) {
  const handled = { handlerId: campus.marc.id };
  const closedAt = new Date();
  return {
    free: await campus.ticketOfLea({ subject: `Libre ${longWord}`, priority: 5 }),
    inProgress: await campus.ticketOfLea({ ...handled, status: 'in-progress' }),
    incomplete: await campus.ticketOfLea({ ...handled, status: 'incomplete' }),
    closed: await campus.ticketOfLea({ ...handled, status: 'closed', closedAt }),
    approved: await campus.ticketOfLea({ ...handled, status: 'approved', closedAt }),
  };
}

describe('Chaque page est accessible, claire ou sombre, et tient dans 390 pixels', {
  concurrency: true,
  timeout: 600_000,
}, () => {
  let world: World;
  let campus: Campus;
  let tickets: Awaited<ReturnType<typeof manyTickets>>;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    tickets = await manyTickets(campus);
    const ada = await aPerson(world.db, { login: 'ada', admin: true });
    await aManager(world.db, campus.dnum.id, ada.id);
    const canned = { serviceId: campus.dnum.id, messageHtml: '<p>{{signature}}</p>' };
    await world.db('cannedResponses').insert([
      { ...canned, title: 'Une' },
      { ...canned, title: 'Autre' },
    ]);
  });
  after(() => world.close());

  const at = (path: string) => world.url + path;
  const newTicket = () => `/tickets/new/${campus.wifi.id}`;
  const ticket = (name: keyof typeof tickets) => () => `/tickets/${tickets[name].id}`;

  /** The pages of somebody, one after the other in his window. */
  const pagesOf = (who: string, login: string, tests: (window: () => Page) => void) =>
    describe(who, { concurrency: false }, () => {
      let page: Page;
      before(async () => {
        page = await aWindow();
        await page.goto(at('/'));
        if (login !== '') await signIn(page, login);
      });
      afterEach(() => noComplaint(page));
      after(() => page?.context().close());
      tests(() => page);
    });

  const page = (window: () => Page, name: string, address: () => string) =>
    it(name, async () => {
      await window().goto(at(address()));
      await checked(window(), name);
    });

  const menus = (window: () => Page, name: keyof typeof tickets) =>
    it('les menus ACTIONS et celui du compte', async () => {
      await window().goto(at(ticket(name)()));
      await menusAccessible(window(), name);
      await window().setViewportSize(phone);
      await menusAccessible(window(), `${name}, 390 px`);
      await window().getByRole('button', { name: 'Menu', exact: true }).click();
      await accessible(window(), 'le menu principal, 390 px');
      await window().setViewportSize(wide);
    });

  /** The forms of all the actions that the menus offer to this person on these tickets. */
  const forms = (window: () => Page, atLeast: number) =>
    it('le formulaire de chaque action', async () => {
      const found = new Map<string, string>();
      for (const { id } of Object.values(tickets)) {
        await window().goto(at(`/tickets/${id}`));
        const links = window().locator('main .menu__list a');
        const addresses = await links.evaluateAll((all: { href: string }[]) => all.map(({ href }) => href));
        for (const address of addresses) found.set(address.split('/').pop() ?? '', address);
      }
      assert.ok(found.size >= atLeast, [...found.keys()].join());
      for (const [action, address] of found) {
        await window().goto(address);
        await accessible(window(), action);
        await window().setViewportSize(phone);
        await fitsInWidth(window());
        await window().setViewportSize(wide);
      }
    });

  pagesOf('pour une étudiante', 'lea', (lea) => {
    page(lea, 'l’accueil', () => '/');
    page(lea, 'le tableau de bord', () => '/tickets?state=all');
    page(lea, 'le choix d’une catégorie', () => '/tickets/new');
    page(lea, 'le choix d’une catégorie, filtré', () => '/tickets/new?filter=wifi');
    page(lea, 'un nouveau ticket', newTicket);
    it('un nouveau ticket refusé', async () => {
      await lea().goto(at(newTicket()));
      await lea().getByLabel('Sujet').fill(' ');
      await lea().locator('.btn-primary.btn-lg').click();
      await lea().locator('.errs').waitFor();
      await checked(lea(), 'un nouveau ticket refusé');
    });
    page(lea, 'un ticket dont on attend sa réponse', ticket('incomplete'));
    page(lea, 'un ticket clos, à approuver', ticket('closed'));
    menus(lea, 'closed');
    forms(lea, 7);
    page(lea, 'une action qui n’est plus possible', () => `/tickets/${tickets.approved.id}/actions/close`);
    page(lea, 'une page introuvable', () => '/tickets/999999');
    page(lea, 'l’aide', () => '/help');
  });

  pagesOf('pour un gestionnaire', 'marc', (marc) => {
    page(marc, 'l’accueil', () => '/');
    page(marc, 'le tableau de bord, mode gestionnaire', () => '/tickets');
    page(marc, 'un tableau de bord vide', () => '/tickets?mode=mine');
    page(marc, 'un nouveau ticket', newTicket);
    page(marc, 'un ticket libre', ticket('free'));
    page(marc, 'un ticket en charge', ticket('inProgress'));
    for (const tab of ['properties', 'files', 'guests', 'watch', 'owner-tickets', 'print'])
      page(marc, `un ticket, onglet ${tab}`, () => `/tickets/${tickets.inProgress.id}/${tab}`);
    menus(marc, 'inProgress');
    forms(marc, 15);
    page(marc, 'les courriels en échec', () => '/mails');
    page(marc, 'les signets et l’historique', () => '/bookmarks');
    page(marc, 'le journal', () => '/journal');
    page(marc, 'une recherche mal comprise', () => '/search?q=connecter+statut:x+objet:y');
    page(marc, 'l’aide', () => '/help');
  });

  pagesOf('pour une administratrice', 'ada', (ada) => {
    const service = () => `/services/${campus.dnum.id}`;
    const manager = (then: string) => () => `${service()}/managers/${campus.nadia.id}${then}`;
    const category = (then: string) => () => `${service()}/categories/${campus.wifi.id}${then}`;
    const places: Record<string, () => string> = {
      services: () => '/services',
      'un nouveau service': () => '/services/new',
      'un gestionnaire': manager(''),
      'passer la main': manager('/handover'),
      'ses propriétés': () => `${service()}/properties`,
      'sa suppression': () => `${service()}/delete`,
      'les icônes': () => '/administration/icons',
      'ses invités permanents': () => `${service()}/permanent-guests`,
      'ses catégories': () => `${service()}/categories`,
      'ses redirections': () => `${service()}/redirections`,
      'ses modifications': () => `${service()}/changes`,
      'une catégorie': category(''),
      'ses membres': category('/members'),
      'son déplacement': category('/move'),
      'une nouvelle catégorie': () => `${service()}/categories/new`,
      'les réponses enregistrées': () => '/canned-responses',
      'l’administration': () => '/administration',
      'les administrateurs': () => '/administration/administrators',
      'les personnes': () => '/administration/people?q=nadia',
      'une personne': () => `/administration/people/${campus.nadia.id}`,
      'l’import': () => '/administration/import',
      'les utilitaires': () => '/administration/utilities?person=nadia',
      'la visibilité des services': () => '/administration/service-visibility?person=lea',
      'une règle': () => '/administration/service-visibility/rules/new',
      'l’horloge': () => '/administration/clock',
      'ses préférences': () => '/preferences/manager',
    };
    it('les pages de l’administration', async () => {
      await ada().setViewportSize(phone);
      for (const [name, address] of Object.entries(places)) {
        await ada().goto(at(address()));
        await fitsInWidth(ada());
        await accessible(ada(), name);
      }
      await ada().setViewportSize(wide);
    });
    it('une icône se filtre et se choisit au clavier, et l’Entrée du filtre n’enregistre rien', async () => {
      await ada().goto(at(`/services/${campus.library.id}/properties`));
      await ada().locator('.icons > details > summary').press('Enter');
      await ada().getByLabel('Filtrer les icônes').fill('vid');
      await ada().getByLabel('Filtrer les icônes').press('Enter');
      assert.deepEqual(await ada().locator('.icons__list li:visible').allTextContents(), ['Vidéoprojecteur']);
      await ada().getByLabel('Vidéoprojecteur').press('Space');
      await ada().getByRole('button', { name: 'Modifier les propriétés' }).press('Enter');
      await ada().locator('.icons > details > summary use[href$="#projector"]').waitFor({ state: 'attached' });
    });
  });

  pagesOf('pour qui n’est pas connecté', '', (anyone) => {
    it('la page du CAS de démonstration', () => checked(anyone(), 'la page du CAS'));
    page(anyone, '« Vous êtes déconnecté »', () => '/signed-out');
    page(anyone, 'l’aide', () => '/help');

    it('la boîte aux lettres et un courriel', async () => {
      const zoe = await world.visitor('zoe');
      const form = await zoe.get(newTicket());
      await zoe.press(form, 'Créer le ticket', { subject: 'De quoi faire un courriel', message: 'Bonjour' });
      await world.work();
      await anyone().goto(String(world.config.demoMailboxUrl));
      await checked(anyone(), 'la liste des courriels');
      await anyone().locator('ul.mails a').first().click();
      await checked(anyone(), 'un courriel');
      // its own address forbids scripts, that of axe too
      const content = await anyone().request.get(`${anyone().url()}/html`);
      await anyone().goto('about:blank');
      await anyone().setContent(await content.text());
      // landmarks are those of the page of the mail reader
      await checked(anyone(), 'le contenu d’un courriel', ['landmark-one-main', 'region']);
    });
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // forms of taste: ours is lower-case, short and without needless attributes
    'doctype-style': 'off',
    'long-title': 'off',
    'no-implicit-input-type': 'off',
    // a list may have a name
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'no-implicit-button-type': 'off',
    'tel-non-breaking': 'off',
    // roles said again for tables drawn as cards on a phone, where browsers forget them
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
  },
});

describe('Le HTML des pages', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let admin: Visitor;
  let ticket: { id: number };
  let logo: { id: number };
  let outside: World;
  let outsider: Visitor;
  let link: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    [lea, marc, admin] = await Promise.all([world.visitor('lea'), world.visitor('marc'), world.visitor('admin')]);
    ticket = await campus.ticketOfLea();
    const logos = await world
      .db('icons')
      .insert({ name: 'Logo', digest: '0'.repeat(32), picture: 'x' })
      .returning('id');
    logo = logos[0];
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    const form = await marc.get(`/tickets/${ticket.id}/actions/comment`);
    const file = new File(['x'], 'note <b>.txt', { type: 'text/plain' });
    await marc.press(form, 'Enregistrer le commentaire', { message: 'Note & co', audience: 'managers', files: file });
    const edited = await marc.follow(await marc.get(`/tickets/${ticket.id}`), 'Modifier le commentaire');
    await marc.press(edited, 'Enregistrer la modification', { message: 'Note & co, corrigée' });
  });
  before(async () => {
    outside = await aWorld({ env: { OUTSIDERS: 'on' } });
    outsider = await outside.visitor();
    const linkFor = async (mail: string) => {
      await (await outside.visitor()).post('/account/new', { mail });
      return /\/account\/link\?token=[\w-]+/.exec((await outside.newMails())[0]?.text ?? '')?.[0] ?? '';
    };
    const words = { name: 'Ada Dehors', password: 'une longue phrase', again: 'une longue phrase' };
    await outsider.press(await outsider.get(await linkFor('ada@out.example')), 'Ouvrir le compte', words);
    link = await linkFor('link@out.example');
  });
  after(() => Promise.all([world.close(), outside.close()]));

  const valid = async (page: Page) => {
    const report = await validator.validateString(page.html);
    const faults = report.results.flatMap(({ messages }) =>
      messages.map(({ line, ruleId, message, selector }) => `${line} ${ruleId}: ${message} (${selector})`),
    );
    assert.deepEqual(faults, [], page.path);
  };

  const pages: Record<string, () => Promise<Page>> = {
    'l’accueil': () => lea.get('/'),
    'l’accueil d’un gestionnaire': () => marc.get('/'),
    'la liste': () => lea.get('/tickets'),
    'la liste d’un gestionnaire': () => marc.get('/tickets?mode=managed&state=all'),
    'une liste vide': () => lea.get('/tickets?state=closed'),
    'une liste dont on change les colonnes': () =>
      marc.get(
        '/tickets?mode=managed&state=all&edit=columns&sort=owner,-priority&columns=id,subject,origin,created-day',
      ),
    'tous les tickets, sujets compris': () => lea.get('/tickets?mode=mine&involvement=all'),
    'les vues enregistrées': async () => {
      const form = await marc.get('/tickets/views/new?mode=managed&involvement=free');
      await marc.press(form, 'Enregistrer la vue', { name: 'Libres' });
      return marc.get('/tickets/views');
    },
    'une vue à enregistrer': async () =>
      marc.press(await marc.get('/tickets/views/new?mode=managed'), 'Enregistrer la vue', { name: ' ' }),
    'une vue à supprimer': async () => {
      const list = await marc.get('/tickets/views');
      return marc.get(list.$('.saved a[href$="/delete"]').attr('href') ?? '');
    },
    'plusieurs tickets à assigner': () => marc.get(`/tickets/bulk?action=assign&tickets=${ticket.id}-999999`),
    'plusieurs tickets, dont un resté là': async () => {
      const form = await marc.get(`/tickets/bulk?action=take-charge&tickets=${ticket.id}-999999`);
      return marc.press(form, 'Prendre ces tickets en charge', { ticket: [`${ticket.id}:999`] });
    },
    'le choix d’une catégorie': () => lea.get('/tickets/new'),
    'une catégorie filtrée': () => lea.get('/tickets/new?filter=wifi'),
    'un nouveau ticket': () => marc.get(`/tickets/new/${campus.wifi.id}`),
    'un nouveau ticket refusé': async () =>
      lea.press(await lea.get(`/tickets/new/${campus.wifi.id}`), 'Créer le ticket'),
    'le ticket, pour sa propriétaire': () => lea.get(`/tickets/${ticket.id}`),
    'le ticket, pour un gestionnaire': () => marc.get(`/tickets/${ticket.id}`),
    'les catégories d’un service': () => marc.get(`/services/${campus.dnum.id}/categories`),
    'une catégorie à ajouter': () => marc.get(`/services/${campus.dnum.id}/categories/new`),
    'une catégorie': () => marc.get(`/services/${campus.dnum.id}/categories/${campus.wifi.id}`),
    'ses membres': () => marc.get(`/services/${campus.dnum.id}/categories/${campus.wifi.id}/members`),
    'les propriétés d’un service': () => admin.get(`/services/${campus.dnum.id}/properties`),
    'la suppression d’un service': () => admin.get(`/services/${campus.dnum.id}/delete`),
    'les icônes': () => admin.get('/administration/icons'),
    'une icône refusée': async () => admin.press(await admin.get('/administration/icons'), 'Ajouter l’icône'),
    'les icônes par défaut': () => admin.get('/administration/icons/defaults'),
    'une icône': () => admin.get(`/administration/icons/${logo.id}`),
    'sa suppression': () => marc.get(`/services/${campus.dnum.id}/categories/${campus.wifi.id}/delete`),
    'les propriétés du ticket': () => marc.get(`/tickets/${ticket.id}/properties`),
    'ses fichiers': () => marc.get(`/tickets/${ticket.id}/files`),
    'ses invités': () => marc.get(`/tickets/${ticket.id}/guests`),
    'sa surveillance': () => marc.get(`/tickets/${ticket.id}/watch`),
    'le ticket à imprimer': () => marc.get(`/tickets/${ticket.id}/print`),
    'les derniers tickets de sa propriétaire': () => marc.get(`/tickets/${ticket.id}/owner-tickets`),
    'une action': () => marc.get(`/tickets/${ticket.id}/actions/assign`),
    'un commentaire à modifier': async () =>
      marc.follow(await marc.get(`/tickets/${ticket.id}`), 'Modifier le commentaire'),
    'une pièce jointe à supprimer': async () =>
      marc.follow(await marc.get(`/tickets/${ticket.id}`), 'Supprimer la pièce jointe'),
    'une action impossible': () => lea.get(`/tickets/${ticket.id}/actions/release`),
    'une invitation, après une recherche': async () =>
      lea.press(await lea.get(`/tickets/${ticket.id}/actions/invite`), 'Rechercher', { who: 'marc, nad' }),
    'les informations sur une personne': () => marc.get(`/people/${campus.lea.id}`),
    'la recherche d’une personne': () => lea.get('/people/search?q=nadia'),
    'une erreur': () => lea.get('/nowhere'),
    'le rapport quotidien': () => marc.get('/preferences/report'),
    'la recherche': () => lea.get('/search'),
    'une recherche': () => marc.get('/search?q=connecter'),
    'une recherche vaine': () => lea.get('/search?q=chrysalide+statut:bof'),
    'le journal': () => marc.get('/journal'),
    'le journal, vide': () => marc.get('/journal?author=personne&kind=close'),
    'les signets et l’historique': () => marc.get('/bookmarks'),
    'l’historique à effacer': () => marc.get('/bookmarks/history/forget'),
    'les préférences': () => lea.get('/preferences'),
    'les données de chacun': () => lea.get('/preferences/data'),
    'les préférences d’un gestionnaire': () => marc.get('/preferences/manager'),
    'les personnes, cherchées': () => admin.get('/administration/people?q=nadia'),
    'une personne à anonymiser': () => admin.get(`/administration/people/${campus.zoe.id}`),
    'une anonymisation mal confirmée': async () => {
      const page = await admin.get(`/administration/people/${campus.lea.id}`);
      return admin.press(await admin.press(page, 'Voir ce qui changerait'), 'Anonymiser', { confirmation: 'x' });
    },
    'l’horloge': () => admin.get('/administration/clock'),
    'l’administration': () => admin.get('/administration'),
    'les administrateurs': () => admin.get('/administration/administrators'),
    'l’import d’un service': () => admin.get('/administration/import'),
    'un import refusé': async () => admin.press(await admin.get('/administration/import'), 'Essayer', { text: '{' }),
    'les utilitaires': () => admin.get('/administration/utilities?person=marc&directory=marc'),
    'un administrateur, mal nommé': async () =>
      admin.press(await admin.get('/administration/administrators'), 'Ajouter l’administrateur', { who: 'x y' }),
    'les services': () => marc.get('/services'),
    'un service : gestionnaires': () => marc.get(`/services/${campus.dnum.id}`),
    'un service : un gestionnaire': () => marc.get(`/services/${campus.dnum.id}/managers/${campus.nadia.id}`),
    'un service : un gestionnaire refusé': async () =>
      marc.press(
        await marc.get(`/services/${campus.dnum.id}/managers/${campus.nadia.id}`),
        'Mettre à jour le gestionnaire',
        { rate: 'x' },
      ),
    'un service : supprimer un gestionnaire': () =>
      marc.get(`/services/${campus.dnum.id}/managers/${campus.marc.id}/remove`),
    'un service : passer la main': () => marc.get(`/services/${campus.dnum.id}/managers/${campus.marc.id}/handover`),
    'un service : la main passée, en résumé': async () =>
      marc.press(
        await marc.get(`/services/${campus.dnum.id}/managers/${campus.marc.id}/handover`),
        'Voir ce qui sera fait',
        { to: String(campus.nadia.id) },
      ),
    'un service : ajouter un gestionnaire': () => marc.get(`/services/${campus.dnum.id}/managers/new`),
    'un service : invités permanents': () => marc.get(`/services/${campus.dnum.id}/permanent-guests`),
    'un service : propriétés': () => marc.get(`/services/${campus.dnum.id}/properties`),
    'un service : redirections': () => marc.get(`/services/${campus.dnum.id}/redirections`),
    'un service : modifications': () => marc.get(`/services/${campus.dnum.id}/changes`),
    'les réponses enregistrées': () => marc.get('/canned-responses'),
    'une réponse enregistrée': async () =>
      marc.press(await marc.get('/canned-responses/new'), 'Enregistrer la réponse', { message: '{{inconnu}}' }),
    'la visibilité des services': () => admin.get('/administration/service-visibility?person=lea'),
    'une condition nommée': () => admin.get('/administration/service-visibility/conditions/new'),
    'ce qui est montré à défaut de règle': () => admin.get('/administration/service-visibility/otherwise'),
    'importer les règles de visibilité': () => admin.get('/administration/service-visibility/import'),
    'une règle de visibilité': async () => {
      const form = await admin.get('/administration/service-visibility/rules/new');
      const more = await admin.press(form, 'Ajouter la condition', { 'new-kind-0': 'attribute' });
      return admin.press(more, 'Enregistrer la règle');
    },
    'l’aide': () => lea.get('/help'),
    'l’aide, sans être connecté': async () => (await world.visitor()).get('/help'),
    'la page d’après la déconnexion': async () => (await world.visitor()).get('/signed-out'),
    'le choix de la connexion': async () => (await outside.visitor()).get('/sign-in'),
    'une connexion refusée': async () => {
      const visitor = await outside.visitor();
      return visitor.press(await visitor.get('/sign-in'), 'Se connecter', { mail: 'a@b.example', password: 'x' });
    },
    'la création d’un compte': async () => (await outside.visitor()).get('/account/new'),
    'un mot de passe oublié, mal rempli': async () =>
      (await outside.visitor()).post('/account/forgotten', { mail: 'x' }),
    'un lien demandé': async () =>
      (await outside.visitor()).post('/account/forgotten', { mail: `${Math.random()}@b.example` }),
    'un lien qui ne sert plus': async () => (await outside.visitor()).get('/account/link?token=x'),
    'le lien d’un compte': async () => (await outside.visitor()).get(link),
    'le compte d’une personne extérieure': () => outsider.get('/preferences/account'),
    'un échec de connexion': async () => {
      const visitor = await world.visitor();
      await visitor.get('/tickets');
      return visitor.get('/sign-in/cas?ticket=ST-false');
    },
  };

  const headed = (page: Page) => {
    assert.equal(page.$('h1').length, 1);
    const { applicationName, institution } = world.config;
    assert.match(page.title, new RegExp(`\\S - ${applicationName} - ${institution}$`));
    const elements = page.$('[id]').toArray();
    const ids = elements.map((element) => page.$(element).attr('id'));
    assert.equal(new Set(ids).size, ids.length);
  };

  const light = (page: Page) => {
    assert.ok(Buffer.byteLength(page.html) < 60_000);
    const loaded = page.$('script[src], link[rel=stylesheet], img[src], use').toArray();
    for (const element of loaded) {
      const address = page.$(element).attr('src') ?? page.$(element).attr('href') ?? '';
      assert.match(address, /^\/(assets|icons)\//);
    }
  };

  for (const [name, get] of Object.entries(pages))
    it(`${name} : HTML valide, un titre, un seul h1, des identifiants uniques, moins de 60 ko, et tout vient de chez nous`, async () => {
      const page = await get();
      await valid(page);
      headed(page);
      light(page);
    });
});

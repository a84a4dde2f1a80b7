import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les onglets d’un ticket', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let gil: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc, gil] = await Promise.all([world.visitor('lea'), world.visitor('marc'), world.visitor('gil')]);
  });
  after(() => world.close());

  const guestOf = async (ticket: { id: number }) =>
    world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
  const withFile = async (ticket: { id: number }, audience: string) => {
    const form = await marc.get(`/tickets/${ticket.id}/actions/comment`);
    const files = new File(['x'], 'procédure.txt', { type: 'text/plain' });
    await marc.press(form, 'Enregistrer le commentaire', { message: 'Voir la pièce', audience, files });
  };

  it('ont chacun leur adresse, l’en-tête du ticket et les menus', async () => {
    const ticket = await campus.ticketOfLea();
    await guestOf(ticket);
    await withFile(ticket, 'managers');
    const page = await marc.get(`/tickets/${ticket.id}`);
    assert.deepEqual(page.texts('.tabs a'), [
      'Historique',
      'Propriétés',
      'Fichiers attachés 1',
      'Invités 1',
      'Surveillance du ticket',
      'Derniers tickets du propriétaire',
    ]);
    const addresses = page
      .$('.tabs a')
      .toArray()
      .map((link) => page.$(link).attr('href') ?? '');
    for (const address of addresses) {
      const tab = await marc.get(address);
      assert.equal(tab.status, 200, address);
      assert.equal(tab.texts('h1').join(), 'Connexion impossible');
      assert.deepEqual(tab.menus, page.menus, address);
      assert.equal(tab.$('.tabs [aria-current=page]').attr('href'), address);
      assert.equal(tab.texts('.next h2').join(), 'Personne n’a encore pris en charge ce ticket.');
    }
  });

  it('sont introuvables pour qui ne peut pas ouvrir le ticket, comme pour un numéro qui n’existe pas', async () => {
    const ticket = await campus.ticketOfLea();
    const zoe = await world.visitor('zoe');
    for (const tab of [
      '',
      '/properties',
      '/files',
      '/guests',
      '/watch',
      '/owner-tickets',
      '/next',
      '/previous-unread',
    ]) {
      const hidden = await zoe.get(`/tickets/${ticket.id}${tab}`);
      const absent = await zoe.get(`/tickets/99999999${tab}`);
      assert.equal(hidden.status, 404, tab);
      assert.equal(hidden.text.replaceAll(String(ticket.id), '99999999'), absent.text, tab);
    }
  });

  it('les propriétés offrent « Modifier » à qui peut changer, et à lui seul', async () => {
    const ticket = await campus.ticketOfLea();
    await marc.press(await marc.get(`/tickets/${ticket.id}/actions/take-charge`), 'Prendre en charge le ticket');
    const page = await marc.get(`/tickets/${ticket.id}/properties`);
    const changes = page.texts('.properties .do').join(' | ');
    for (const name of ['Sujet', 'Catégorie', 'Priorité', 'Visibilité', 'Origine', 'Propriétaire'])
      assert.match(changes, new RegExp(`Modifier : ${name}`));
    assert.match(page.text, new RegExp(`Lien permanent${world.url}/tickets/${ticket.id}`));
    assert.match(page.text, /Service de créationDirection du numérique/);
    const seen = await gil.get(`/tickets/${ticket.id}/properties`);
    assert.equal(seen.status, 404);
    await guestOf(ticket);
    assert.deepEqual((await gil.get(`/tickets/${ticket.id}/properties`)).texts('.properties .do'), []);
  });

  it('les fichiers : nom, taille, date, qui, pour qui ; la propriétaire ne télécharge pas ceux des gestionnaires', async () => {
    const ticket = await campus.ticketOfLea();
    const empty = await lea.get(`/tickets/${ticket.id}/files`);
    assert.match(empty.text, /Aucun fichier attaché à ce ticket\./);
    await withFile(ticket, 'managers');
    const [row = ''] = (await marc.get(`/tickets/${ticket.id}/files`)).texts('.file-rows > li');
    assert.match(row, /^procédure\.txt1 octets, aujourd’hui à .*, déposé par Marc NguyễnVisibilité : Gestionnaires/);
    assert.match(row, /Télécharger : procédure\.txt/);
    const hers = await lea.get(`/tickets/${ticket.id}/files`);
    assert.match(hers.texts('.file-rows > li').join(), /contenu non visible$/);
    assert.equal(hers.$('.file-rows a').length, 0);
  });

  it('les invités : on en retire un d’ici, il s’en va d’ici', async () => {
    const ticket = await campus.ticketOfLea();
    assert.match((await lea.get(`/tickets/${ticket.id}/guests`)).text, /Aucun utilisateur invité\./);
    await guestOf(ticket);
    const form = await lea.follow(await lea.get(`/tickets/${ticket.id}/guests`), 'Retirer : Gil Invité');
    assert.equal(form.value('guest'), String(campus.gil.id), 'who was chosen is chosen already');
    const his = await gil.get(`/tickets/${ticket.id}/guests`);
    assert.match(his.text, /Gil Invité \(vous\)/);
    assert.doesNotMatch(his.text, /Retirer : /);
    await lea.press(form, 'Retirer l’invité');
    assert.match((await lea.get(`/tickets/${ticket.id}/guests`)).text, /Aucun utilisateur invité\./);
    assert.equal((await gil.get(`/tickets/${ticket.id}/guests`)).status, 404);
  });

  it('la surveillance : qui est prévenu et pourquoi, selon la règle des mails', async () => {
    const ticket = await campus.ticketOfLea();
    await guestOf(ticket);
    const always = { monitorsAny: 'always', monitorsCategory: 'always', monitorsHandled: 'always' };
    const never = { monitorsAny: 'never', monitorsCategory: 'never', monitorsHandled: 'never' };
    const set = (personId: number, rules: object) => world.db('serviceManagers').where({ personId }).update(rules);
    await set(campus.marc.id, always);
    await set(campus.nadia.id, { ...never, monitorsCategory: 'creation' });
    await set(campus.paul.id, never);
    const page = await lea.get(`/tickets/${ticket.id}/watch`);
    assert.deepEqual(
      page.texts('.rows > li').map((line) => line.slice(2)),
      [
        'Gil InvitéInvité, Toujours',
        'Léa Martin (vous)Propriétaire, Toujours',
        'Marc NguyễnGestionnaire du service, Toujours',
        'Nadia El AmraniMembre de la catégorie, À la création et à la libération',
      ],
    );
    await set(campus.nadia.id, always);
    await set(campus.paul.id, always);
  });

  it('« + d’options » dit à qui chaque entrée est visible, et aux gestionnaires qui a été prévenu', async () => {
    const ticket = await campus.ticketOfLea();
    await marc.press(await marc.get(`/tickets/${ticket.id}/actions/take-charge`), 'Prendre en charge le ticket');
    await world.newMails();
    const page = await marc.follow(await marc.get(`/tickets/${ticket.id}`), '+ d’options');
    assert.match(
      page.texts('.more').join(),
      /Visibilité : Gestionnaires, propriétaire et invités.*Alertes envoyées : .*Léa Martin \(envoyée\)/,
    );
    const hers = await lea.get(`/tickets/${ticket.id}?options=1`);
    assert.ok(hers.texts('.more').length > 0);
    assert.doesNotMatch(hers.text, /Alertes envoyées/);
    assert.equal((await marc.follow(page, '- d’options')).$('.more').length, 0);
  });

  it('un service anonyme ne nomme ni ses invités ni ceux qu’il prévient', async () => {
    const ticket = await campus.ticketOfLea({ anonymous: true });
    await guestOf(ticket);
    for (const tab of ['guests', 'watch', 'files', 'properties']) {
      const page = await lea.get(`/tickets/${ticket.id}/${tab}`);
      assert.doesNotMatch(page.text, /Gil|Marc|Nadia/, tab);
    }
  });

  it('les derniers tickets du propriétaire : ceux que ce lecteur peut voir, et savoir siens', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Visible du service' });
    const at = { serviceId: campus.library.id, categoryId: campus.loans.id, creationServiceId: campus.library.id };
    await campus.ticketOfLea({ ...at, subject: 'Privé ailleurs' });
    await campus.ticketOfLea({ ...at, subject: 'Public ailleurs', effectiveVisibility: 'public' });
    await campus.ticketOfLea({ ...at, subject: 'Public mais anonyme', effectiveVisibility: 'public', anonymous: true });
    const page = await marc.get(`/tickets/${ticket.id}/owner-tickets`);
    const lines = page.texts('.c-sub a');
    assert.ok(lines.length <= 10);
    assert.ok(lines.includes('Visible du service') && lines.includes('Public ailleurs'), lines.join());
    assert.ok(!lines.includes('Privé ailleurs'));
    assert.ok(!lines.includes('Public mais anonyme'), 'it would tell whose it is');
    assert.equal((await lea.get(`/tickets/${ticket.id}/owner-tickets`)).status, 404);
    assert.equal(
      (await lea.get(`/tickets/${ticket.id}`)).texts('.tabs a').includes('Derniers tickets du propriétaire'),
      false,
    );
  });
});

describe('D’un ticket à l’autre', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let tickets: { id: number }[];
  let elsewhere: { id: number };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
    const zoe = { ownerId: campus.zoe.id };
    const library = { serviceId: campus.library.id, categoryId: campus.loans.id };
    const first = await campus.ticketOfLea();
    elsewhere = await campus.ticketOfLea(library);
    const secret = await campus.ticketOfLea(zoe);
    const archived = await campus.ticketOfLea({ archivedAt: new Date(), status: 'approved' });
    const last = await campus.ticketOfLea();
    tickets = [first, secret, last];
    assert.ok(archived.id < last.id);
  });
  after(() => world.close());

  const from = async (who: Visitor, ticket: { id: number } | undefined, way: string) =>
    (await who.get(`/tickets/${ticket?.id}/${way}`)).path;

  it('Suivant et Précédent suivent les numéros, dans les services que l’on gère', async () => {
    const [first, second, third] = tickets;
    assert.equal(await from(marc, first, 'next'), `/tickets/${second?.id}`);
    assert.equal(await from(marc, second, 'next'), `/tickets/${third?.id}`);
    assert.equal(await from(marc, third, 'previous'), `/tickets/${second?.id}`);
  });

  it('ou parmi les siens et ceux où l’on est invité', async () => {
    const [first, second, third] = tickets;
    assert.equal(await from(lea, first, 'next'), `/tickets/${elsewhere.id}`);
    assert.equal(await from(lea, elsewhere, 'next'), `/tickets/${third?.id}`, 'not the ticket of Zoé');
    const guest = { ticketId: second?.id, personId: campus.lea.id };
    await world.db('ticketGuests').insert(guest);
    assert.equal(await from(lea, elsewhere, 'next'), `/tickets/${second?.id}`);
    await world.db('ticketGuests').where(guest).delete();
  });

  it('au bout, on reste et la page le dit', async () => {
    const page = await marc.get(`/tickets/${tickets[2]?.id}/next`);
    assert.equal(page.path, `/tickets/${tickets[2]?.id}`);
    assert.deepEqual(page.notices, ['Il n’y a pas d’autre ticket de ce côté.']);
  });

  it('un ticket d’une catégorie confidentielle dont on n’est pas membre est sauté', async () => {
    const [first, second, third] = tickets;
    const [hidden] = await world
      .db('categories')
      .insert({
        serviceId: campus.dnum.id,
        label: 'Secret',
        longLabel: 'Secret',
        confidential: true,
        inheritsMembers: false,
      })
      .returning('id');
    await world.db('tickets').where({ id: second?.id }).update({ categoryId: hidden.id });
    assert.equal(await from(marc, first, 'next'), `/tickets/${third?.id}`);
    await world.db('tickets').where({ id: second?.id }).update({ categoryId: campus.wifi.id });
  });

  it('ce qui a changé depuis qu’on l’a vu est non lu, dans les listes comme d’un ticket à l’autre', async () => {
    const [first, second, third] = tickets;
    for (const ticket of tickets) await marc.get(`/tickets/${ticket.id}`);
    const unread = async (who = marc) => (await who.get('/tickets?state=all')).texts('.unread .c-sub a').length;
    assert.equal(await unread(), 0, 'the archived one is in a list of its own');
    assert.equal(await from(marc, third, 'previous-unread'), `/tickets/${third?.id}`);
    const form = await lea.get(`/tickets/${first?.id}/actions/comment`);
    await lea.press(form, 'Enregistrer le commentaire', { message: 'Du nouveau' });
    assert.equal(await unread(), 1);
    const list = await marc.get('/tickets');
    assert.match(list.texts('.unread .c-sub').join(), /^Non lu : Connexion impossible/);
    assert.equal(await from(marc, third, 'previous-unread'), `/tickets/${first?.id}`);
    assert.equal(await unread(), 0, 'opening it has read it');
    assert.equal((await lea.get('/')).texts('.unread .title').length, 0, 'her own words are not news to her');
    const page = await marc.get(`/tickets/${second?.id}`);
    const back = await marc.press(page, 'Marquer comme non lu');
    assert.deepEqual(back.notices, [`Le ticket n°${second?.id} est de nouveau non lu.`]);
    assert.equal(await unread(), 1);
  });

  it('revoir un ticket n’écrit rien', async () => {
    const [first] = tickets;
    await marc.get(`/tickets/${first?.id}`);
    const where = { ticketId: first?.id, personId: campus.marc.id };
    const xmin = () => world.db('ticketViews').where(where).first(world.db.raw('xmin::text as mark'));
    const before = await xmin();
    await marc.get(`/tickets/${first?.id}`);
    assert.deepEqual(await xmin(), before);
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aService } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const text = (content: string, name: string) => new File([content], name, { type: 'text/plain' });

describe('Créer un ticket', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
  });
  after(() => world.close());

  const formFor = (category: { id: number }, visitor = lea) => visitor.get(`/tickets/new/${category.id}`);
  const ticketOf = async (page: Page) =>
    world
      .db('tickets')
      .where({ id: Number(page.path.split('/').pop()) })
      .first();
  const countOf = async (table: string) => Number((await world.db(table).count('* as n').first())?.n);

  it('se fait en deux étapes : une catégorie, puis la demande', async () => {
    const home = await lea.get('/');
    const choice = await lea.follow(home, 'Créer un ticket');
    assert.deepEqual(choice.texts('#categories summary .tree__name'), [
      'Direction du numérique',
      'Bibliothèque universitaire',
    ]);
    const form = await lea.follow(choice, 'Accès au wifi');
    assert.match(form.text, /Catégorie sélectionnée : Accès au wifi/);
    const ticket = await lea.press(form, 'Créer le ticket', {
      subject: 'Pas de wifi en B12',
      message: 'Bonjour,\n\nle wifi ne répond plus.',
    });
    assert.deepEqual(ticket.notices, ['Un nouveau ticket a été créé.']);
    assert.match(ticket.path, /^\/tickets\/\d+$/);
    assert.deepEqual(ticket.texts('h1'), ['Pas de wifi en B12']);
    assert.deepEqual(ticket.history, ['Vous avez créé le ticket']);
    assert.deepEqual(ticket.texts('.msg .body p'), ['Bonjour,', 'le wifi ne répond plus.']);
    const row = await ticketOf(ticket);
    assert.deepEqual([row.status, row.handlerId, row.origin, row.visibility], ['free', null, 'web', null]);
  });

  it('le filtre trouve une catégorie sans ses accents, par « APPLIQUER »', async () => {
    const choice = await lea.get('/tickets/new');
    const found = await lea.get(`/tickets/new?filter=${encodeURIComponent('acces WIFI')}`);
    assert.ok(choice.texts('button').includes('Appliquer'));
    assert.deepEqual(found.texts('section[aria-labelledby=found] .leaf b'), ['Accès au wifi']);
    const none = await lea.get('/tickets/new?filter=zzz');
    assert.match(none.text, /Aucune catégorie ne correspond/);
  });

  it('le ticket type de la catégorie, ou à défaut de son parent, pré-remplit le formulaire', async () => {
    const parent = await aCategory(world.db, campus.dnum.id, { messageTemplate: '<p>Salle :</p>' });
    const child = await aCategory(world.db, campus.dnum.id, { parentId: parent.id, subjectTemplate: 'Panne en salle' });
    const form = await formFor(child);
    assert.equal(form.value('subject'), 'Panne en salle');
    assert.equal(form.value('message'), '<p>Salle :</p>');
  });

  it('changer de catégorie garde ce qui est tapé et les fichiers transférés', async () => {
    const changing = await lea.press(await formFor(campus.wifi), 'Modifier la catégorie', {
      subject: 'Mon sujet',
      message: 'Mon texte',
      files: text('journal', 'journal.txt'),
    });
    const other = await lea.follow(changing, 'Prêts de livres');
    assert.match(other.text, /Catégorie sélectionnée : Prêts de livres/);
    assert.equal(other.value('subject'), 'Mon sujet');
    assert.equal(other.value('message'), 'Mon texte');
    const ticket = await lea.press(other, 'Créer le ticket');
    assert.match(ticket.texts('.tl .files .file').join(), /journal\.txt/);
    assert.equal((await ticketOf(ticket)).categoryId, campus.loans.id);
  });

  it('« Transférer » reçoit un fichier, « Retirer » l’enlève, le texte reste', async () => {
    const sent = await lea.press(await formFor(campus.wifi), 'Transférer', {
      subject: 'À moitié',
      files: [text('un', 'un.txt'), text('deux', 'deux.txt')],
    });
    assert.deepEqual(
      sent
        .texts('.files--kept .file')
        .map((file) => file.split(' ')[0])
        .sort(),
      ['deux.txt', 'un.txt'],
    );
    assert.equal(sent.value('subject'), 'À moitié');
    const left = await lea.press(sent, 'Retirer un.txt');
    assert.deepEqual(
      left.texts('.files--kept .file').map((file) => file.split(' ')[0]),
      ['deux.txt'],
    );
    assert.equal(left.value('subject'), 'À moitié');
  });

  it('les propriétés avancées donnent la visibilité et la priorité', async () => {
    const form = await formFor(campus.wifi);
    assert.match(form.text, /Propriétés avancées/);
    assert.equal(
      form.$('[name=origin], [name=owner]').length,
      0,
      'origine et propriétaire sont pour les gestionnaires',
    );
    const ticket = await lea.press(form, 'Créer le ticket', {
      subject: 'Urgent',
      message: 'Vite',
      visibility: 'intranet',
      priority: '5',
    });
    const row = await ticketOf(ticket);
    assert.deepEqual([row.visibility, row.effectiveVisibility, row.priority], ['intranet', 'intranet', 5]);
    assert.deepEqual(ticket.texts('.facts dd').slice(0, 2), ['Très élevée', 'Intranet']);
  });

  it('un gestionnaire du service crée un ticket pour quelqu’un d’autre, qui en est averti', async () => {
    await world.newMails();
    const ticket = await marc.press(await formFor(campus.wifi, marc), 'Créer le ticket', {
      subject: 'Appel de Zoé',
      message: 'Elle n’a plus de wifi.',
      origin: 'phone',
      owner: 'ZOE@univ.example',
    });
    const row = await ticketOf(ticket);
    assert.deepEqual([row.ownerId, row.creatorId, row.origin], [campus.zoe.id, campus.marc.id, 'phone']);
    assert.deepEqual(ticket.history, ['Vous avez créé le ticket pour Zoé Passante']);
    const told = (await world.newMails()).map(({ to }) => to);
    assert.ok(told.includes(campus.zoe.mail) && !told.includes(campus.marc.mail));
  });

  it('un propriétaire inconnu est refusé à côté de son champ', async () => {
    const before = await countOf('tickets');
    const page = await marc.press(await formFor(campus.wifi, marc), 'Créer le ticket', {
      subject: 'Appel',
      message: 'Texte',
      owner: 'personne.du.tout',
    });
    assert.equal(page.status, 422);
    assert.match(page.reason('owner'), /n’est pas connu/);
    assert.equal(page.value('owner'), 'personne.du.tout');
    assert.equal(await countOf('tickets'), before);
  });

  it('les invités permanents du service sont annoncés, ajoutés et avertis', async () => {
    const service = await aService(world.db);
    const category = await aCategory(world.db, service.id);
    await world.db('permanentGuests').insert({ serviceId: service.id, personId: campus.gil.id });
    const form = await formFor(category);
    assert.match(form.text, /Pourra lire : 1 invité \(Gil Invité\)\./);
    assert.match(form.text, /Sera invité : Gil Invité\./);
    await world.newMails();
    const ticket = await lea.press(form, 'Créer le ticket', { subject: 'Avec Gil', message: 'Bonjour' });
    assert.deepEqual((await lea.follow(ticket, 'Invités')).texts('.rows .strong'), ['Gil Invité']);
    assert.deepEqual(
      (await world.newMails()).map(({ to }) => to),
      [campus.gil.mail],
    );
    const gil = await world.visitor('gil');
    assert.equal((await gil.get(ticket.path)).status, 200);
  });

  it('une saisie fausse revient remplie, avec la raison, et rien n’est écrit', async () => {
    const [before, events] = [await countOf('tickets'), await countOf('ticketEvents')];
    const page = await lea.press(await formFor(campus.wifi), 'Créer le ticket', {
      subject: '   ',
      message: 'Un <b>texte</b> à garder',
      priority: '9',
    });
    assert.equal(page.status, 422);
    assert.match(page.title, /^Erreur :/);
    assert.equal(page.reason('subject'), 'Indiquez le sujet de votre demande.');
    assert.match(page.reason('priority'), /valeurs proposées/);
    assert.equal(page.value('message'), 'Un <b>texte</b> à garder');
    assert.match(page.text, /Le ticket n’a pas été créé/);
    assert.deepEqual([await countOf('tickets'), await countOf('ticketEvents')], [before, events]);
    const empty = await lea.press(page, 'Créer le ticket', { subject: 'Bon', message: '<p><br></p>', priority: '' });
    assert.equal(empty.status, 422);
    assert.equal(empty.reason('message'), 'Décrivez votre demande.');
  });

  it('le même formulaire envoyé deux fois ne crée qu’un ticket', async () => {
    const before = await countOf('tickets');
    const form = await formFor(campus.wifi);
    const send = () => lea.press(form, 'Créer le ticket', { subject: 'Double clic', message: 'Bonjour' });
    const [one, two] = await Promise.all([send(), send()]);
    assert.equal(one.path, two.path);
    assert.equal(await countOf('tickets'), before + 1);
  });

  it('la même demande, envoyée de nouveau d’un formulaire que « Précédent » a dessiné, ne crée qu’un ticket', async () => {
    const request = { subject: 'Badge perdu', message: 'Mon badge est perdu.' };
    const send = async (changes: Record<string, string>) =>
      (await lea.press(await formFor(campus.wifi), 'Créer le ticket', { ...request, ...changes })).path;
    const first = await send({});
    assert.equal(await send({}), first);
    const byMarc = await marc.press(await formFor(campus.wifi, marc), 'Créer le ticket', request);
    const others = [
      byMarc.path,
      await send({ message: 'Mon badge est perdu, encore.' }),
      await send({ priority: '3' }),
      await send({ visibility: 'private' }),
    ];
    assert.equal(new Set([first, ...others]).size, 5, 'what is said otherwise is another request');
    const cancelled = (await lea.press(await lea.get(`${first}/actions/cancel`), 'Annuler le ticket')).path;
    assert.equal(cancelled, first);
    const anew = await send({});
    assert.notEqual(anew, first, 'what was cancelled may be asked again');
    const sixMinutesAgo = new Date(Date.now() - 6 * 60_000);
    await world.db('tickets').where({ subject: request.subject }).update({ createdAt: sixMinutesAgo });
    assert.notEqual(await send({}), anew);
  });

  it('une catégorie cachée, désactivée, de regroupement ou inconnue n’existe pas', async () => {
    const disabled = await aService(world.db, { enabled: false });
    const hidden = await aCategory(world.db, campus.dnum.id, { hidden: true });
    const closed = [
      hidden,
      await aCategory(world.db, campus.dnum.id, { parentId: hidden.id }),
      await aCategory(world.db, campus.dnum.id, { acceptsTickets: false }),
      await aCategory(world.db, disabled.id),
    ];
    const form = await formFor(campus.wifi);
    for (const id of [...closed.map((category) => category.id), 999_999, '2147483648', 'wifi', '1e3', '-1']) {
      assert.equal((await lea.get(`/tickets/new/${id}`)).status, 404, `GET ${id}`);
      const { fields } = form.form('#new-ticket');
      const forged = { ...fields, draft: randomUUID(), subject: 'Forcé', message: 'Forcé' };
      assert.equal((await lea.post(`/tickets/new/${id}`, forged, { multipart: true })).status, 404, `POST ${id}`);
    }
    const labels = (await lea.get('/tickets/new')).texts('.leaf b, .tree__name');
    for (const { longLabel } of closed) assert.ok(!labels.includes(longLabel));
    assert.equal(await world.db('tickets').where({ subject: 'Forcé' }).first(), undefined);
  });
});

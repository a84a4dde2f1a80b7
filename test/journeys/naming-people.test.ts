import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Nommer quelqu’un dans un formulaire, sans script', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'jmartin1', name: 'Jeanne Martin-Dupuis' });
    await aPerson(world.db, { login: 'jmartin2', name: 'Jules Martín' });
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
  });
  after(() => world.close());

  const guestsOf = async (ticket: { id: number }) =>
    (
      await world
        .db('ticketGuests')
        .join('people', 'people.id', 'personId')
        .where({ ticketId: ticket.id })
        .orderBy('login')
    ).map(({ login }) => login);
  const inviting = async (ticket: { id: number }) => lea.get(`/tickets/${ticket.id}/actions/invite`);
  const found = (page: Page) => page.texts('.people > .people__found .form-check');

  it('« Rechercher » montre les personnes trouvées et garde le commentaire ; la personne cochée est invitée', async () => {
    const ticket = await campus.ticketOfLea();
    const results = await lea.press(await inviting(ticket), 'Rechercher', { who: 'martin', message: 'Pour avis' });
    assert.equal(results.status, 200);
    assert.deepEqual(found(results), ['Jeanne Martin-Dupuis jmartin1', 'Jules Martín jmartin2', 'Léa Martin lea']);
    assert.equal(results.value('who'), 'martin');
    assert.equal(results.value('message'), 'Pour avis');
    assert.deepEqual(await guestsOf(ticket), [], 'rien n’est encore fait');
    const page = await lea.press(results, 'Inviter', { 'who.chosen[]': 'jmartin2' });
    assert.deepEqual(page.notices, ['Votre invitation est envoyée.']);
    assert.deepEqual(await guestsOf(ticket), ['jmartin2']);
  });

  it('ce qui précède la dernière virgule est déjà choisi', async () => {
    const ticket = await campus.ticketOfLea();
    const results = await lea.press(await inviting(ticket), 'Rechercher', { who: 'zoe, martin jeanne' });
    assert.deepEqual(found(results), ['Zoé Passante zoe', 'Jeanne Martin-Dupuis jmartin1']);
    assert.equal(results.$('.people > .people__found input[checked]').val(), 'zoe');
    assert.equal(results.value('who'), 'martin jeanne');
  });

  it('une recherche sans réponse le dit', async () => {
    const ticket = await campus.ticketOfLea();
    const results = await lea.press(await inviting(ticket), 'Rechercher', { who: 'Introuvable' });
    assert.match(results.text, /Personne ne répond à cette recherche\./);
    const short = await lea.press(results, 'Rechercher', { who: 'In' });
    assert.match(short.text, /Indiquez au moins trois lettres/);
  });

  it('on invite plusieurs personnes d’un coup, séparées de toutes les façons', async () => {
    const ticket = await campus.ticketOfLea();
    const who = 'zoe; ROSE@univ.example\ngil, jmartin1 zoe';
    await lea.press(await inviting(ticket), 'Inviter', { who });
    assert.deepEqual(await guestsOf(ticket), ['gil', 'jmartin1', 'rose', 'zoe']);
  });

  it('chaque identifiant en défaut est nommé avec sa raison, et tout revient rempli', async () => {
    const ticket = await campus.ticketOfLea();
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    const who = 'zoe, gil, personne1, x@y, inconnu@univ.example, lea';
    const page = await lea.press(await inviting(ticket), 'Inviter', { who, message: 'Bonjour' });
    assert.equal(page.status, 422);
    assert.equal(
      page.reason('who'),
      [
        'gil est déjà invité.',
        'personne1 n’est pas connu : vérifiez cet identifiant ou cette adresse.',
        'x@y n’est pas une adresse mail correctement formatée.',
        'inconnu@univ.example n’est pas connu : vérifiez cet identifiant ou cette adresse.',
        'lea est le propriétaire du ticket.',
      ].join(' '),
    );
    assert.equal(page.value('who'), who);
    assert.equal(page.value('message'), 'Bonjour');
    assert.deepEqual(await guestsOf(ticket), ['gil']);
  });

  const faulty: Record<string, { who: string; reason: RegExp }> = {
    'deux cents personnes': {
      who: Array.from({ length: 200 }, (_, rank) => `p${rank}@univ.example`).join(', '),
      reason: /^Cinquante personnes au plus à la fois : vous en avez indiqué 200\.$/,
    },
    'une adresse avec un saut de ligne': {
      who: 'zoe@univ.example\r\nBcc: tous@univ.example',
      reason: /Bcc: n’est pas connu/,
    },
    'un nom avec son adresse': {
      who: 'Zoé <zoe@univ.example>',
      reason: /<zoe@univ\.example> n’est pas une adresse mail/,
    },
    'du HTML': { who: '<script>alert(1)</script>', reason: /<script>alert\(1\)<\/script> n’est pas connu/ },
    'une variable de phrase': { who: '{{who}}$t(Clore)', reason: /^\{\{who\}\}\$t\(Clore\) n’est pas connu/ },
    'un texte démesuré': { who: 'x'.repeat(30_000), reason: /^Ce texte est trop long\.$/ },
    rien: { who: ' , ; ', reason: /^Indiquez au moins une personne\.$/ },
  };
  for (const [name, { who, reason }] of Object.entries(faulty)) {
    it(`refuse ${name}, avec sa raison`, async () => {
      const ticket = await campus.ticketOfLea();
      const page = await lea.press(await inviting(ticket), 'Inviter', { who, message: 'Bonjour' });
      assert.equal(page.status, 422);
      assert.match(page.reason('who'), reason);
      assert.equal(page.value('message'), 'Bonjour');
      assert.equal(page.value('who').replaceAll('\r\n', '\n'), who.replaceAll('\r\n', '\n'));
      assert.deepEqual(await guestsOf(ticket), []);
    });
  }

  it('un saut de ligne dans l’adresse du nouveau propriétaire est refusé', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const form = await marc.get(`/tickets/${ticket.id}/actions/change-owner`);
    const owner = 'zoe@univ.example\nBcc: tous@univ.example';
    const page = await marc.press(form, 'Changer le propriétaire', { owner });
    assert.equal(page.status, 422);
    assert.match(page.reason('owner'), /n’est pas une adresse mail correctement formatée/);
  });

  it('le nouveau propriétaire se choisit parmi les personnes trouvées', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const form = await marc.get(`/tickets/${ticket.id}/actions/change-owner`);
    const results = await marc.press(form, 'Rechercher', { owner: 'passante' });
    const page = await marc.press(results, 'Changer le propriétaire', { 'owner.chosen': 'zoe' });
    assert.deepEqual(page.notices, [`Vous avez changé le propriétaire du ticket n°${ticket.id}.`]);
    assert.equal((await world.db('tickets').where({ id: ticket.id }).first()).ownerId, campus.zoe.id);
  });

  it('en créant un ticket pour quelqu’un, la recherche garde toute la demande', async () => {
    const form = await marc.get(`/tickets/new/${campus.wifi.id}`);
    const typed = { subject: 'Appel de Zoé', message: 'Plus de wifi', origin: 'phone', owner: 'Passante' };
    const results = await marc.press(form, 'Rechercher', typed);
    assert.equal(results.status, 200);
    assert.deepEqual(found(results), ['Zoé Passante zoe']);
    assert.equal(results.value('subject'), 'Appel de Zoé');
    assert.ok(results.$('details.fold').attr('open') !== undefined, 'les propriétés avancées restent ouvertes');
    const page = await marc.press(results, 'Créer le ticket', { 'owner.chosen': 'zoe' });
    assert.match(page.path, /^\/tickets\/\d+$/);
    const ticket = await world.db('tickets').orderBy('id', 'desc').first();
    assert.equal(ticket.ownerId, campus.zoe.id);
  });

  it('le propriétaire inconnu d’un nouveau ticket est dit par son nom', async () => {
    const form = await marc.get(`/tickets/new/${campus.wifi.id}`);
    const page = await marc.press(form, 'Créer le ticket', { subject: 'Appel', message: 'Bonjour', owner: 'inconnue' });
    assert.equal(page.status, 422);
    assert.equal(page.reason('owner'), 'inconnue n’est pas connu : vérifiez cet identifiant ou cette adresse.');
    assert.equal(page.value('owner'), 'inconnue');
  });

  it('« Invitations récentes » propose les dernières personnes invitées par l’auteur, et elles seules', async () => {
    const ticket = await campus.ticketOfLea();
    await lea.press(await inviting(ticket), 'Inviter', { who: 'paul' });
    const page = await inviting(await campus.ticketOfLea());
    const recent = page.texts('.people__recent .form-check');
    assert.equal(recent[0], 'Paul Sansdroit paul');
    assert.ok(recent.length <= 20);
    const invited = await lea.press(page, 'Inviter', { 'who.chosen[]': 'paul' });
    assert.deepEqual(invited.notices, ['Votre invitation est envoyée.']);
    const nadia = await world.visitor('nadia');
    const other = await nadia.get(`/tickets/${ticket.id}/actions/invite`);
    assert.equal(other.$('.people__recent').length, 0);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager, aTicket } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Ce que les gestionnaires font d’un ticket', () => {
  let world: World;
  let campus: Campus;
  const people = new Map<string, Visitor>();
  const visitor = (login: string) => people.get(login) ?? assert.fail(`${login} is signed in`);

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    for (const login of ['lea', 'marc', 'nadia', 'rose', 'zoe']) people.set(login, await world.visitor(login));
  });
  after(() => world.close());

  const form = (login: string, ticket: { id: number }, action: string) =>
    visitor(login).get(`/tickets/${ticket.id}/actions/${action}`);
  const act = async (
    login: string,
    ticket: { id: number },
    action: string,
    button: string,
    fields: Record<string, string> = {},
  ): Promise<Page> => visitor(login).press(await form(login, ticket, action), button, fields);
  const unticked = async (login: string, ticket: { id: number }, action: string, button: string, name: string) => {
    const { action: address, fields } = (await form(login, ticket, action)).formOfButton(button);
    delete fields[name];
    return { address, fields };
  };
  const stored = (ticket: { id: number }) => world.db('tickets').where({ id: ticket.id }).first();
  const handledByMarc = (facts = {}) =>
    campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id, ...facts });
  const told = (mails: readonly { to: string }[]) => mails.map(({ to }) => to.split('@')[0]).sort();
  const historyOf = async (ticket: { id: number }) => (await visitor('marc').get(`/tickets/${ticket.id}`)).history;

  it('« Libérer le ticket » à la clôture : deux lignes d’historique, plus de gestionnaire, toujours clos', async () => {
    const ticket = await handledByMarc();
    await act('marc', ticket, 'close', 'Clore le ticket', { releases: 'on', message: 'Fait' });
    const { status, handlerId } = await stored(ticket);
    assert.deepEqual({ status, handlerId }, { status: 'closed', handlerId: null });
    const actions = await world.db('ticketEvents').where({ ticketId: ticket.id }).orderBy('id').pluck('action');
    assert.deepEqual(actions, ['file', 'close', 'release']);
    await act('lea', ticket, 'refuse-closure', 'Refuser la clôture', { message: 'Non' });
    assert.equal((await stored(ticket)).status, 'free');
  });

  it('le demandeur qui clôt ne se voit demander ni temps passé, ni lien, ni libération, et les forger ne sert à rien', async () => {
    const ticket = await handledByMarc();
    const page = await form('lea', ticket, 'close');
    for (const name of ['spentTime', 'seeAlso', 'releases', 'quiet'])
      assert.equal(page.$(`[name=${name}]`).length, 0, name);
    const { action, fields } = page.formOfButton('Clore le ticket');
    const forged = { ...fields, spentTime: '3 h', seeAlso: '1', releases: 'on', quiet: 'on' };
    assert.equal((await visitor('lea').post(action, forged, { multipart: true })).status, 200);
    const { spentMinutes, handlerId, status } = await stored(ticket);
    assert.deepEqual([spentMinutes, handlerId, status], [null, campus.marc.id, 'approved']);
  });

  it('« Veuillez indiquer le temps passé sur le ticket. » où le service l’exige : clore, prendre en charge et clore, refuser', async () => {
    await world.db('services').where({ id: campus.dnum.id }).update({ spentTimeRequired: true });
    const mine = await handledByMarc();
    const free = await campus.ticketOfLea();
    const asked = [
      await act('marc', mine, 'close', 'Clore le ticket', { message: 'Réglé' }),
      await act('marc', mine, 'refuse', 'Refuser le ticket', { message: 'Non' }),
      await act('nadia', free, 'take-charge-and-close', 'Prendre en charge et clore', { message: 'Hop' }),
    ];
    for (const page of asked) {
      assert.equal(page.status, 422);
      assert.equal(page.reason('spentTime'), 'Veuillez indiquer le temps passé sur le ticket.');
    }
    assert.equal(asked[0]?.value('message'), 'Réglé');
    const wrong = await act('marc', mine, 'close', 'Clore le ticket', { spentTime: 'un moment' });
    assert.equal(wrong.reason('spentTime'), 'Indiquez un temps, par exemple « 1 h 30 » ou « 45 ».');
    await act('marc', mine, 'close', 'Clore le ticket', { spentTime: '1 h 30' });
    assert.equal((await stored(mine)).spentMinutes, 90);
    assert.equal((await act('lea', free, 'close', 'Clore le ticket')).status, 200);
    await world.db('services').where({ id: campus.dnum.id }).update({ spentTimeRequired: false });
  });

  it('prendre en charge et libérer peuvent dire le temps passé ; rien de saisi le laisse tel quel', async () => {
    const ticket = await campus.ticketOfLea();
    const minutes = async () => (await world.db('tickets').where({ id: ticket.id }).first()).spentMinutes;
    await act('marc', ticket, 'take-charge', 'Prendre en charge le ticket', { spentTime: '20' });
    assert.equal(await minutes(), 20);
    await act('marc', ticket, 'release', 'Libérer le ticket', {});
    assert.equal(await minutes(), 20);
    await act('marc', ticket, 'take-charge', 'Prendre en charge le ticket', { spentTime: '' });
    assert.equal(await minutes(), 20);
    await act('marc', ticket, 'release', 'Libérer le ticket', { spentTime: '1 h' });
    assert.equal(await minutes(), 60);
  });

  it('« Mettre à jour le temps passé » et « Mettre à jour la machine » se voient dans les propriétés et l’historique', async () => {
    const ticket = await handledByMarc();
    await act('marc', ticket, 'change-spent-time', 'Mettre à jour le temps passé', { spentTime: '1 j 2 h' });
    await act('marc', ticket, 'change-spent-time', 'Mettre à jour le temps passé', { spentTime: '45' });
    await act('marc', ticket, 'change-machine', 'Mettre à jour la machine', { machine: 'PC-B204' });
    const page = await act('marc', ticket, 'change-machine', 'Mettre à jour la machine', { machine: '' });
    const lines = page.history.join('\n');
    assert.match(lines, /modifié le temps passé : « 1 j 2 h » \(précédemment « non spécifié »\)/);
    assert.match(lines, /modifié le temps passé : « 45 mn » \(précédemment « 1 j 2 h »\)/);
    assert.match(lines, /changé la machine en « PC-B204 » \(précédemment « non spécifiée »\)/);
    assert.match(lines, /supprimé la machine « PC-B204 »/);
    assert.deepEqual(
      [(await form('lea', ticket, 'change-machine')).status, (await form('nadia', ticket, 'change-machine')).status],
      [409, 409],
    );
  });

  it('« Ne pas signaler la modification » : coché pour les propriétés, décoché pour un commentaire, et respecté', async () => {
    const ticket = await handledByMarc();
    await world.newMails();
    await act('marc', ticket, 'change-subject', 'Changer le sujet', { subject: 'Sans bruit' });
    assert.deepEqual(told(await world.newMails()), []);
    const loud = await unticked('marc', ticket, 'change-subject', 'Changer le sujet', 'quiet');
    await visitor('marc').post(loud.address, { ...loud.fields, subject: 'Avec bruit' });
    assert.deepEqual(told(await world.newMails()), ['lea']);
    await act('marc', ticket, 'comment', 'Enregistrer le commentaire', { message: 'Dit à tous' });
    assert.deepEqual(told(await world.newMails()), ['lea']);
    await act('marc', ticket, 'comment', 'Enregistrer le commentaire', { message: 'Dit à personne', quiet: 'on' });
    assert.deepEqual(told(await world.newMails()), []);
    await act('lea', ticket, 'change-subject', 'Changer le sujet', { subject: 'Par la propriétaire' });
    assert.deepEqual(told(await world.newMails()), ['marc']);
  });

  it('« Lier à un ticket » : montré sous « Voir aussi » des deux tickets, à qui peut ouvrir l’autre, et « Retirer un lien »', async () => {
    const ticket = await handledByMarc();
    const hers = await campus.ticketOfLea({ subject: 'Un autre de Léa' });
    const secret = await aTicket(world.db, {
      serviceId: campus.dnum.id,
      categoryId: campus.wifi.id,
      ownerId: campus.zoe.id,
      subject: 'Rien que pour Zoé',
    });
    const done = await act('marc', ticket, 'connect', 'Lier les tickets', { other: String(hers.id) });
    assert.equal(done.notices.length, 1);
    const warned = await act('nadia', ticket, 'connect', 'Lier les tickets', { other: `n°${secret.id}` });
    assert.match(warned.notices.join(), new RegExp(`ticket n°${secret.id} peut ne pas être visible par Léa Martin`));
    const seen = await visitor('lea').get(`/tickets/${ticket.id}`);
    assert.match(seen.text, /Voir aussi.*Un autre de Léa/);
    assert.doesNotMatch(seen.html, new RegExp(`Rien que pour Zoé|${secret.id}`));
    assert.match((await visitor('marc').get(`/tickets/${secret.id}`)).text, /Voir aussi.*Connexion impossible/);
    const again = await act('marc', hers, 'connect', 'Lier les tickets', { other: String(ticket.id) });
    assert.equal(again.reason('other'), 'Ces deux tickets sont déjà liés.');
    await act('marc', hers, 'disconnect', 'Retirer le lien', { other: String(ticket.id) });
    assert.doesNotMatch((await visitor('lea').get(`/tickets/${ticket.id}`)).text, /Un autre de Léa/);
  });

  it('un ticket qu’on ne peut pas ouvrir ne se lie pas, comme un numéro qui n’existe pas', async () => {
    const ticket = await handledByMarc();
    const elsewhere = await aTicket(world.db, {
      serviceId: campus.library.id,
      categoryId: campus.loans.id,
      ownerId: campus.zoe.id,
    });
    for (const other of [String(elsewhere.id), '999999999', 'bonjour']) {
      const page = await act('marc', ticket, 'connect', 'Lier les tickets', { other });
      assert.equal(page.reason('other'), 'Ce ticket n’existe pas ou ne vous est pas visible.', other);
    }
    const itself = await act('marc', ticket, 'close', 'Clore le ticket', { seeAlso: String(ticket.id) });
    assert.equal(itself.reason('seeAlso'), 'Un ticket ne se lie pas à lui-même.');
  });

  it('« Voir aussi » à la clôture lie les tickets', async () => {
    const ticket = await handledByMarc();
    const model = await campus.ticketOfLea({ subject: 'La panne du mois' });
    const page = await act('marc', ticket, 'close', 'Clore le ticket', { seeAlso: `#${model.id}` });
    assert.match(page.text, /Voir aussi.*La panne du mois/);
  });

  it('« Inviter un groupe de gestionnaires » : ceux d’un service, ou les membres d’une catégorie', async () => {
    const desk = await aCategory(world.db, campus.dnum.id, { longLabel: 'Accueil', inheritsMembers: false });
    await world.db('categoryMembers').insert({ categoryId: desk.id, personId: campus.nadia.id });
    const ticket = await handledByMarc();
    await world.newMails();
    const page = await act('marc', ticket, 'invite-group', 'Inviter le groupe', {
      group: `service:${campus.library.id}`,
    });
    assert.match(page.history.join('\n'), /ajouté Rose D’Ailleurs à la liste des invités/);
    assert.deepEqual(told(await world.newMails()), ['lea', 'rose']);
    await act('marc', ticket, 'invite-group', 'Inviter le groupe', { group: `category:${desk.id}` });
    assert.deepEqual(
      (
        await world
          .db('ticketGuests')
          .where({ ticketId: ticket.id })
          .then((found) => found.map(({ personId }: { personId: number }) => personId))
      ).sort(),
      [campus.nadia.id, campus.rose.id].sort(),
    );
    const twice = await act('nadia', ticket, 'invite-group', 'Inviter le groupe', { group: `category:${desk.id}` });
    assert.equal(twice.reason('group'), 'Toutes les personnes de ce groupe sont déjà invitées.');
    assert.equal((await form('lea', ticket, 'invite-group')).status, 409);
  });

  it('« Suivre le ticket par courrier électronique » s’abonne au ticket déplacé ; « Déplacements récents » vient en tête', async () => {
    const ticket = await handledByMarc();
    await act('marc', ticket, 'transfer', 'Déplacer le ticket', {
      to: String(campus.loans.id),
      stay: 'on',
      watch: 'on',
    });
    assert.deepEqual(
      await world
        .db('ticketWatches')
        .where({ ticketId: ticket.id })
        .then((found) => found.map(({ personId }: { personId: number }) => personId)),
      [campus.marc.id],
    );
    const next = await form('marc', await handledByMarc(), 'transfer');
    assert.equal(next.$('[name=to] optgroup').first().attr('label'), 'Déplacements récents');
    assert.equal(next.$('[name=to] optgroup').first().find('option').first().val(), String(campus.loans.id));
    assert.equal(next.$(`[name=to] option[value="${campus.loans.id}"]`).length, 1);
  });

  it('« Libérer le ticket » en le déplaçant, pour le gestionnaire qui le garderait', async () => {
    await aManager(world.db, campus.library.id, campus.marc.id);
    const kept = await handledByMarc();
    await act('marc', kept, 'transfer', 'Déplacer le ticket', { to: String(campus.loans.id) });
    assert.equal((await stored(kept)).handlerId, campus.marc.id);
    const left = await handledByMarc();
    await act('marc', left, 'transfer', 'Déplacer le ticket', { to: String(campus.loans.id), releases: 'on' });
    const { status, handlerId } = await stored(left);
    assert.deepEqual({ status, handlerId }, { status: 'free', handlerId: null });
    assert.match((await historyOf(left)).join('\n'), /Vous avez libéré le ticket/);
    await world.db('serviceManagers').where({ serviceId: campus.library.id, personId: campus.marc.id }).delete();
  });

  it('dans une catégorie confidentielle, qui déplace un ticket n’en devient pas l’invité', async () => {
    const secret = await aCategory(world.db, campus.library.id, { confidential: true });
    const ticket = await handledByMarc();
    const page = await act('marc', ticket, 'transfer', 'Déplacer le ticket', { to: String(secret.id), stay: 'on' });
    assert.equal(page.path, '/tickets');
    assert.match(page.notices.join(), /Cette catégorie est confidentielle/);
    assert.equal((await visitor('marc').get(`/tickets/${ticket.id}`)).status, 404);
  });

  it('« Ré-ouvrir » est toujours permis au gestionnaire du ticket, même sans le privilège', async () => {
    await world.db('serviceManagers').where({ personId: campus.marc.id }).update({ privileges: [] });
    const ticket = await handledByMarc({ status: 'closed', closedAt: new Date() });
    await act('marc', ticket, 'reopen', 'Ré-ouvrir le ticket');
    assert.equal((await stored(ticket)).status, 'in-progress');
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { actOnDueTickets } from '../../src/tickets/due.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const day = 86_400_000;

describe('Déplacer, inviter, différer un ticket', () => {
  let world: World;
  let campus: Campus;
  const people = new Map<string, Visitor>();
  const visitor = (login: string) => people.get(login) ?? assert.fail(`${login} is signed in`);

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    for (const login of ['lea', 'marc', 'nadia', 'paul', 'rose', 'zoe', 'gil'])
      people.set(login, await world.visitor(login));
  });
  after(() => world.close());

  const act = async (
    login: string,
    ticket: { id: number },
    action: string,
    button: string,
    fields: Record<string, string> = {},
  ): Promise<Page> => {
    const form = await visitor(login).get(`/tickets/${ticket.id}/actions/${action}`);
    assert.equal(form.status, 200, `${action} is offered to ${login}`);
    return visitor(login).press(form, button, fields);
  };
  const stored = (ticket: { id: number }) => world.db('tickets').where({ id: ticket.id }).first();
  const handledByMarc = () => campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
  const told = (mails: readonly { to: string }[]) => mails.map(({ to }) => to).sort();

  it('« Déplacer » confie le ticket à l’autre service : le gestionnaire qui n’en est pas n’en a plus la charge', async () => {
    const ticket = await handledByMarc();
    await world.db('permanentGuests').insert({ serviceId: campus.library.id, personId: campus.gil.id });
    const page = await act('marc', ticket, 'transfer', 'Déplacer le ticket', {
      to: String(campus.loans.id),
      stay: 'on',
      message: 'C’est un prêt',
    });
    assert.match(page.text, /Vous avez déplacé le ticket/);
    const { serviceId, categoryId, handlerId, status } = await stored(ticket);
    assert.deepEqual(
      { serviceId, categoryId, handlerId, status },
      { serviceId: campus.library.id, categoryId: campus.loans.id, handlerId: null, status: 'free' },
    );
    const guests = (await world.db('ticketGuests').where({ ticketId: ticket.id })).map(({ personId }) => personId);
    assert.deepEqual(guests.sort(), [campus.marc.id, campus.gil.id].sort());
    assert.match(
      (await visitor('rose').get(`/tickets/${ticket.id}`)).text,
      /Marc Nguyễn a déplacé le ticket dans la catégorie Prêts de livres \(précédemment Accès au wifi\)/,
    );
    assert.match(page.history.join('\n'), /L’application a ajouté Gil Invité à la liste des invités/);
    assert.match(page.history.join('\n'), /Vous avez rejoint la liste des invités/);
    assert.deepEqual(told(await world.newMails()), ['gil@univ.example', 'lea@univ.example', 'rose@univ.example']);
    await world.db('permanentGuests').delete();
  });

  it('sans « Devenir utilisateur invité », on ne voit plus le ticket déplacé', async () => {
    const ticket = await handledByMarc();
    const form = await visitor('marc').get(`/tickets/${ticket.id}/actions/transfer`);
    const { action, fields } = form.formOfButton('Déplacer le ticket');
    const { stay: _, ...others } = fields;
    const page = await visitor('marc').post(action, { ...others, to: String(campus.loans.id) }, { multipart: true });
    assert.equal(page.path, '/tickets');
    assert.equal((await visitor('marc').get(`/tickets/${ticket.id}`)).status, 404);
  });

  it('sans le privilège de transférer, les catégories des autres services ne sont ni offertes ni acceptées', async () => {
    const ticket = await campus.ticketOfLea();
    const form = await visitor('paul').get(`/tickets/${ticket.id}/actions/transfer`);
    assert.equal(form.$(`option[value="${campus.loans.id}"]`).length, 0);
    const { action, fields } = form.formOfButton('Déplacer le ticket');
    const refused = await visitor('paul').post(action, { ...fields, to: String(campus.loans.id) }, { multipart: true });
    assert.equal(refused.status, 422);
    assert.equal(refused.reason('to'), 'Choisissez une des valeurs proposées.');
    assert.equal((await stored(ticket)).serviceId, campus.dnum.id);
  });

  it('« Retour à l’envoyeur » rend le ticket à qui l’avait déplacé', async () => {
    const ticket = await handledByMarc();
    await act('marc', ticket, 'transfer', 'Déplacer le ticket', { to: String(campus.loans.id), stay: 'on' });
    const page = await act('rose', ticket, 'send-back', 'Retourner le ticket', { message: 'Ce n’est pas pour nous' });
    assert.equal(page.status, 200);
    const { categoryId, handlerId, status } = await stored(ticket);
    assert.deepEqual(
      { categoryId, handlerId, status },
      { categoryId: campus.wifi.id, handlerId: campus.marc.id, status: 'in-progress' },
    );
  });

  it('« Inviter un utilisateur » : l’invité lit, commente, et peut partir', async () => {
    const ticket = await campus.ticketOfLea();
    await world.newMails();
    assert.equal((await visitor('gil').get(`/tickets/${ticket.id}`)).status, 404);
    await act('lea', ticket, 'invite', 'Inviter', { who: 'gil, zoe@univ.example' });
    assert.deepEqual(told(await world.newMails()), ['gil@univ.example', 'zoe@univ.example']);
    assert.match(
      (await visitor('gil').get(`/tickets/${ticket.id}`)).text,
      /Léa Martin a ajouté Gil Invité, Zoé Passante à la liste des invités/,
    );
    await act('gil', ticket, 'comment', 'Enregistrer le commentaire', { message: 'Je confirme' });
    const left = await act('gil', ticket, 'leave', 'Quitter le ticket');
    assert.equal(left.path, '/tickets');
    assert.equal((await visitor('gil').get(`/tickets/${ticket.id}`)).status, 404);
    assert.ok(told(await world.newMails()).includes('lea@univ.example'), 'the owner knows who reads no more');
    await act('lea', ticket, 'remove-guest', 'Retirer l’invité', { guest: String(campus.zoe.id) });
    assert.equal((await visitor('zoe').get(`/tickets/${ticket.id}`)).status, 404);
  });

  it('inviter une personne inconnue rend le formulaire rempli, avec la raison près du champ', async () => {
    const ticket = await campus.ticketOfLea();
    const page = await act('lea', ticket, 'invite', 'Inviter', { who: 'gil, personne-ici' });
    assert.equal(page.status, 422);
    assert.equal(page.value('who'), 'gil, personne-ici');
    assert.match(page.reason('who'), /n’est pas connu/);
    assert.deepEqual(await world.db('ticketGuests').where({ ticketId: ticket.id }), []);
  });

  it('« Différer » jusqu’à une date : le ticket revient ce jour-là, une seule fois', async () => {
    const ticket = await handledByMarc();
    const until = new Date(Date.now() + 3 * day).toISOString().slice(0, 10);
    await act('marc', ticket, 'postpone', 'Reporter le ticket', { until });
    assert.equal((await stored(ticket)).status, 'postponed');
    assert.equal(await actOnDueTickets(world.db, new Date()), 0);
    const later = new Date(Date.now() + 4 * day);
    await Promise.all([actOnDueTickets(world.db, later), actOnDueTickets(world.db, later)]);
    assert.equal((await stored(ticket)).status, 'in-progress');
    const recalls = await world.db('ticketEvents').where({ ticketId: ticket.id, action: 'recall' });
    assert.deepEqual(
      recalls.map(({ actorId }) => actorId),
      [null],
    );
  });

  it('une date passée est refusée, et rien n’est écrit', async () => {
    const ticket = await handledByMarc();
    const page = await act('marc', ticket, 'postpone', 'Reporter le ticket', { until: '2020-01-01' });
    assert.equal(page.reason('until'), 'Choisissez une date à venir.');
    assert.equal((await stored(ticket)).status, 'in-progress');
  });

  const delays = (approvalDays: number | null, expiryDays: number | null) =>
    world.db('services').where({ id: campus.dnum.id }).update({ approvalDays, expiryDays });
  const closedLongAgo = () =>
    campus.ticketOfLea({
      status: 'closed',
      handlerId: campus.marc.id,
      createdAt: new Date(Date.now() - 20 * day),
    });

  it('une clôture sans réponse est approuvée tacitement après le délai : le propriétaire et le gestionnaire l’apprennent', async () => {
    const ticket = await closedLongAgo();
    await world.newMails();
    await delays(21, null);
    await actOnDueTickets(world.db, new Date(Date.now() - 7 * day));
    assert.equal((await stored(ticket)).status, 'closed');
    await delays(null, null);
    await Promise.all([actOnDueTickets(world.db, new Date()), actOnDueTickets(world.db, new Date())]);
    assert.equal((await stored(ticket)).status, 'approved');
    assert.match(
      (await visitor('lea').get(`/tickets/${ticket.id}`)).text,
      /L’application a approuvé tacitement la clôture, sans réponse du propriétaire/,
    );
    assert.deepEqual(told(await world.newMails()), ['lea@univ.example', 'marc@univ.example']);
  });

  it('là où rien n’est approuvé tacitement, une clôture sans réponse expire, ou attend toujours si ce délai aussi est nul', async () => {
    const ticket = await closedLongAgo();
    await delays(0, 0);
    await actOnDueTickets(world.db, new Date());
    assert.equal((await stored(ticket)).status, 'closed');
    await delays(0, null);
    await actOnDueTickets(world.db, new Date());
    assert.equal((await stored(ticket)).status, 'expired');
    assert.match((await visitor('lea').get(`/tickets/${ticket.id}`)).text, /L’application a laissé expirer le ticket/);
    await delays(null, null);
  });

  it('« Refuser » demande pourquoi et le privilège ; « Changer le propriétaire » et « Changer la priorité » laissent leur trace', async () => {
    const ticket = await handledByMarc();
    await act('marc', ticket, 'change-owner', 'Changer le propriétaire', { owner: 'zoe' });
    await act('marc', ticket, 'change-priority', 'Changer la priorité', { priority: '5' });
    const empty = await act('marc', ticket, 'refuse', 'Refuser le ticket');
    assert.equal(empty.reason('message'), 'Écrivez votre message.');
    const page = await act('marc', ticket, 'refuse', 'Refuser le ticket', { message: 'Hors de notre champ' });
    assert.match(
      page.text,
      /Vous avez changé le propriétaire du ticket \(Zoé Passante, précédemment Léa Martin\)|avez changé le propriétaire du ticket \(Zoé Passante, précédemment Léa Martin\)/,
    );
    assert.match(page.text, /avez changé la priorité en « Très élevée » \(précédemment « par défaut »\)/);
    const { status, ownerId, priority } = await stored(ticket);
    assert.deepEqual({ status, ownerId, priority }, { status: 'refused', ownerId: campus.zoe.id, priority: 5 });
  });

  it('« Changer la visibilité » ouvre le ticket à tous, puis le referme avec ce qui y était public', async () => {
    const ticket = await handledByMarc();
    assert.equal((await visitor('zoe').get(`/tickets/${ticket.id}`)).status, 404);
    await act('marc', ticket, 'change-visibility', 'Changer la visibilité', { visibility: 'public' });
    await act('marc', ticket, 'comment', 'Enregistrer le commentaire', {
      message: 'Pour tout le monde',
      audience: 'everyone',
    });
    const open = await visitor('zoe').get(`/tickets/${ticket.id}`);
    assert.match(open.text, /Pour tout le monde/);
    assert.doesNotMatch(open.text, /je ne peux plus me connecter/);
    await act('marc', ticket, 'change-visibility', 'Changer la visibilité', { visibility: '' });
    assert.equal((await stored(ticket)).effectiveVisibility, 'private');
    assert.equal((await visitor('zoe').get(`/tickets/${ticket.id}`)).status, 404);
  });

  it('« Veuillez changer … » : ce qui est déjà ainsi n’est pas un changement, et rien n’est écrit', async () => {
    const ticket = await handledByMarc();
    const before = await world.db('ticketEvents').where({ ticketId: ticket.id });
    const same: [string, string, Record<string, string>, string][] = [
      [
        'change-subject',
        'Changer le sujet',
        { subject: 'Connexion impossible' },
        'Veuillez changer le sujet du ticket.',
      ],
      ['change-priority', 'Changer la priorité', { priority: '' }, 'Veuillez changer la priorité du ticket.'],
      ['change-visibility', 'Changer la visibilité', { visibility: '' }, 'Veuillez changer la visibilité du ticket.'],
      ['change-origin', 'Changer l’origine', { origin: 'web' }, 'Veuillez changer l’origine du ticket.'],
      ['change-machine', 'Mettre à jour la machine', { machine: '' }, 'Veuillez changer la machine du ticket.'],
      [
        'change-spent-time',
        'Mettre à jour le temps passé',
        { spentTime: '' },
        'Veuillez changer le temps passé sur le ticket.',
      ],
      ['change-owner', 'Changer le propriétaire', { owner: 'lea' }, 'Veuillez changer le propriétaire du ticket.'],
    ];
    for (const [action, button, fields, reason] of same) {
      const page = await act('marc', ticket, action, button, fields);
      assert.equal(page.status, 422, action);
      assert.equal(page.reason(Object.keys(fields)[0] ?? ''), reason);
    }
    assert.deepEqual(await world.db('ticketEvents').where({ ticketId: ticket.id }), before);
  });

  it('« Changer l’origine » laisse sa trace', async () => {
    const ticket = await handledByMarc();
    const page = await act('marc', ticket, 'change-origin', 'Changer l’origine', { origin: 'phone' });
    assert.match(page.text, /avez changé l’origine en « téléphone » \(précédemment « interface web »\)/);
  });
});

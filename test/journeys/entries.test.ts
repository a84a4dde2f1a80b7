import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { storedPath } from '../../src/tickets/attachments.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const visitors = ['lea', 'marc', 'nadia', 'paul', 'gil', 'zoe', 'chef'] as const;
type Who = (typeof visitors)[number];

describe('Les entrées et les fichiers d’un ticket', () => {
  let world: World;
  let campus: Campus;
  let as: Record<Who, Visitor>;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'chef', name: 'Chef Installation', admin: true });
    const signedIn = await Promise.all(visitors.map(async (login) => [login, await world.visitor(login)] as const));
    as = Object.fromEntries(signedIn) as Record<Who, Visitor>;
  });
  after(() => world.close());

  const opened = (who: Who, ticket: { id: number }) => as[who].get(`/tickets/${ticket.id}`);
  const text = (name: string) => new File(['du texte'], name, { type: 'text/plain' });
  const says = async (who: Who, ticket: { id: number }, message: string, more: Record<string, string | File> = {}) =>
    as[who].press(await as[who].get(`/tickets/${ticket.id}/actions/comment`), 'Enregistrer le commentaire', {
      message,
      ...more,
    });
  const entryOf = (ticket: { id: number }, message: string) =>
    world.db('ticketEvents').where({ ticketId: ticket.id, messageText: message }).first();
  const fileOf = (ticket: { id: number }) => world.db('attachments').where({ ticketId: ticket.id }).first();
  const address = (ticket: { id: number }, action: string, on: string | number) =>
    `/tickets/${ticket.id}/actions/${action}?on=${on}`;
  /** The links drawn beside the entry or the file of this id, on the page of this person. */
  const beside = async (who: Who, ticket: { id: number }, on: string | number) => {
    const page = await opened(who, ticket);
    return page
      .$(`main .beside[href$="?on=${on}"]`)
      .toArray()
      .map((link) => page.$(link).attr('title'));
  };
  const aTicketWith = async (guests: readonly { id: number }[] = [], facts = {}) => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id, ...facts });
    for (const { id } of guests) await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: id });
    return ticket;
  };
  const outward = { visibility: 'public', effectiveVisibility: 'public' } as const;

  describe('« Modifier le commentaire »', () => {
    it('rend le texte à son auteur, garde le précédent pour les gestionnaires, dit quand, et n’écrit à personne', async () => {
      const ticket = await aTicketWith();
      const said = await says('lea', ticket, 'Mon texet');
      await world.newMails();
      const form = await as.lea.follow(said, 'Modifier le commentaire');
      assert.match(form.value('message'), /Mon texet/);
      const page = await as.lea.press(form, 'Enregistrer la modification', { message: 'Mon texte' });
      assert.deepEqual(page.notices, ['Le commentaire est modifié.']);
      assert.match(page.text, /Mon texte/);
      assert.match(page.text, /modifié aujourd’hui|modifié à l’instant|modifié/);
      assert.doesNotMatch(page.html, /texet|Texte précédent/);
      const seen = await opened('marc', ticket);
      assert.match(seen.texts('.former').join(), /Texte précédent.*Mon texet/);
      assert.match(seen.text, /Léa Martin a modifié un commentaire/);
      assert.doesNotMatch((await opened('zoe', await aTicketWith([], outward))).html, /class="former"/);
      assert.deepEqual(await world.newMails(), []);
    });

    it('l’auteur ne le peut plus dès que quelqu’un a écrit après lui ; archivé, plus personne', async () => {
      const ticket = await aTicketWith();
      await says('lea', ticket, 'À moi');
      const mine = await entryOf(ticket, 'À moi');
      assert.ok((await beside('lea', ticket, mine.id)).includes('Modifier le commentaire'));
      const form = await as.lea.get(address(ticket, 'edit-comment', mine.id));
      await says('nadia', ticket, 'Une réponse');
      assert.ok(!(await beside('lea', ticket, mine.id)).includes('Modifier le commentaire'));
      const told = await as.lea.press(form, 'Enregistrer la modification', { message: 'Trop tard' });
      assert.equal(told.status, 409);
      assert.deepEqual(told.texts('textarea'), ['Trop tard']);
      await world.db('tickets').where({ id: ticket.id }).update({ archivedAt: new Date() });
      assert.equal((await as.nadia.get(address(ticket, 'edit-comment', mine.id))).status, 409);
    });

    it('qui gère les gestionnaires modifie ce que toute personne a écrit, les autres gestionnaires non', async () => {
      const ticket = await aTicketWith([campus.gil]);
      await says('gil', ticket, 'Des mots de trop');
      const entry = await entryOf(ticket, 'Des mots de trop');
      await says('lea', ticket, 'Ensuite');
      for (const who of ['paul', 'gil', 'lea', 'chef'] as const) {
        assert.ok(!(await beside(who, ticket, entry.id)).includes('Modifier le commentaire'), who);
        assert.equal((await as[who].get(address(ticket, 'edit-comment', entry.id))).status, 409, who);
      }
      const form = await as.nadia.get(address(ticket, 'edit-comment', entry.id));
      const page = await as.nadia.press(form, 'Enregistrer la modification', { message: 'Des mots' });
      assert.match(page.text, /Vous avez modifié le commentaire de Gil Invité/);
      assert.equal((await entryOf(ticket, 'Des mots')).actorId, campus.gil.id);
    });

    it('une entrée d’un autre ticket, cachée, sans texte ou inventée répond comme s’il n’y en avait pas', async () => {
      const ticket = await aTicketWith();
      await says('marc', ticket, 'Entre nous', { audience: 'managers' });
      const hidden = await entryOf(ticket, 'Entre nous');
      const other = await campus.ticketOfLea({ ownerId: campus.zoe.id });
      const foreign = await world.db('ticketEvents').where({ ticketId: other.id }).first();
      const { fields } = (await as.lea.get(`/tickets/${ticket.id}/actions/comment`)).form('#action');
      const answers = [];
      for (const on of [hidden.id, foreign.id, 999_999, 'x', '', `${hidden.id}&on=${foreign.id}`]) {
        const { status, text: shown } = await as.lea.post(address(ticket, 'edit-comment', on), {
          ...fields,
          message: 'Pris',
        });
        answers.push(`${status} ${shown}`);
      }
      assert.deepEqual([...new Set(answers)].length, 1);
      assert.match(answers[0] ?? '', /^409 /);
      assert.equal(await world.db('formerTexts').where({ eventId: hidden.id }).first(), undefined);
      assert.equal((await world.db('ticketEvents').where({ messageText: 'Pris' })).length, 0);
    });

    it('renvoyé par un double clic, n’est modifié qu’une fois', async () => {
      const ticket = await aTicketWith();
      const form = await as.lea.follow(await says('lea', ticket, 'Avant'), 'Modifier le commentaire');
      const send = () => as.lea.press(form, 'Enregistrer la modification', { message: 'Après' });
      const pages = await Promise.all([send(), send()]);
      assert.deepEqual(
        pages.map(({ status }) => status),
        [200, 200],
      );
      const { id } = await entryOf(ticket, 'Après');
      assert.equal((await world.db('formerTexts').where({ eventId: id })).length, 1);
    });

    it('un texte vide revient avec sa raison', async () => {
      const ticket = await aTicketWith();
      const form = await as.lea.follow(await says('lea', ticket, 'Plein'), 'Modifier le commentaire');
      const page = await as.lea.press(form, 'Enregistrer la modification', { message: '' });
      assert.equal(page.status, 422);
      assert.match(page.reason('message'), /Écrivez votre message/);
      assert.equal((await as.lea.press(page, 'Enregistrer la modification', { message: 'Repris' })).status, 200);
    });
  });

  describe('« Modifier la visibilité »', () => {
    const optionsOf = (page: Page) =>
      page
        .$('main [name="audience"]')
        .toArray()
        .map((input) => page.$(input).attr('value'));

    it('d’un message : ses fichiers le suivent, l’historique le dit, qui n’y a plus droit ne le lit plus', async () => {
      const ticket = await aTicketWith();
      await says('marc', ticket, 'Trop dit', { files: text('trop.txt') });
      const entry = await entryOf(ticket, 'Trop dit');
      const file = await fileOf(ticket);
      assert.equal((await as.lea.download(`/attachments/${file.id}`)).status, 200);
      const form = await as.marc.get(address(ticket, 'change-entry-audience', entry.id));
      const page = await as.marc.press(form, 'Modifier la visibilité', { audience: 'managers' });
      assert.match(page.text, /Vous avez changé la visibilité d’un message en « Gestionnaires »/);
      assert.doesNotMatch((await opened('lea', ticket)).html, /Trop dit/);
      assert.equal((await as.lea.download(`/attachments/${file.id}`)).status, 404);
    });

    it('d’un fichier seul', async () => {
      const ticket = await aTicketWith();
      await says('marc', ticket, 'Le texte reste', { files: text('plan.txt') });
      const file = await fileOf(ticket);
      const form = await as.marc.get(address(ticket, 'change-file-audience', file.id));
      const page = await as.marc.press(form, 'Modifier la visibilité', { audience: 'managers-guests' });
      assert.match(page.text, /visibilité du fichier plan\.txt en « Gestionnaires et invités »/);
      assert.match((await opened('lea', ticket)).text, /Le texte reste/);
      assert.equal((await as.lea.download(`/attachments/${file.id}`)).status, 404);
      assert.equal((await as.nadia.download(`/attachments/${file.id}`)).status, 200);
    });

    it('le gestionnaire du ticket pour tout ; les autres pour ce qui est à eux, tant que le ticket est ouvert', async () => {
      const ticket = await aTicketWith([campus.gil], outward);
      const written = {} as Record<Who, number>;
      for (const who of ['lea', 'gil', 'zoe', 'nadia'] as const) {
        await says(who, ticket, `De ${who}`);
        written[who] = (await entryOf(ticket, `De ${who}`)).id;
      }
      const may = async (who: Who, on: number) => (await beside(who, ticket, on)).includes('Modifier la visibilité');
      for (const [who, on] of Object.entries(written)) {
        assert.ok(await may('marc', on), `Marc, on what ${who} wrote`);
        assert.equal(await may(who as Who, on), who !== 'zoe', `${who}, on his own`);
        assert.ok(!(await may('paul', on)), `Paul, on what ${who} wrote`);
        if (who !== 'lea') assert.ok(!(await may('lea', on)), `Léa, on what ${who} wrote`);
      }
      await world.db('tickets').where({ id: ticket.id }).update({ status: 'closed', closedAt: new Date() });
      assert.ok(!(await may('lea', written.lea)));
      assert.ok(await may('marc', written.lea));
    });

    it('chacun ne choisit que ce qu’il peut distinguer, et rien d’autre n’est accepté', async () => {
      const ticket = await aTicketWith([campus.gil]);
      const expected = {
        lea: ['managers-owner-guests', 'managers-owner'],
        gil: ['managers-owner-guests', 'managers-guests'],
        marc: ['managers-owner-guests', 'managers-owner', 'managers-guests', 'managers'],
      };
      for (const [who, options] of Object.entries(expected)) {
        await says(who as Who, ticket, `Choix de ${who}`);
        const entry = await entryOf(ticket, `Choix de ${who}`);
        const form = await as[who as Who].get(address(ticket, 'change-entry-audience', entry.id));
        assert.deepEqual(optionsOf(form), options);
        for (const audience of ['everyone', 'nobody', '__proto__']) {
          const page = await as[who as Who].press(form, 'Modifier la visibilité', { audience });
          assert.equal(page.status, 422, `${who} ${audience}`);
        }
        assert.equal((await entryOf(ticket, `Choix de ${who}`)).audience, 'managers-owner-guests');
      }
    });
  });

  describe('Un ticket qui n’est plus public', () => {
    it('referme ce qui y était public, fichiers compris, et le garde fermé s’il redevient public', async () => {
      const ticket = await aTicketWith([], outward);
      await says('marc', ticket, 'Pour tous', { audience: 'everyone', files: text('pour-tous.txt') });
      const file = await fileOf(ticket);
      assert.equal((await as.zoe.download(`/attachments/${file.id}`)).status, 200);
      const change = async (visibility: string) =>
        as.marc.press(await as.marc.get(`/tickets/${ticket.id}/actions/change-visibility`), 'Changer la visibilité', {
          visibility,
        });
      await change('private');
      assert.equal((await entryOf(ticket, 'Pour tous')).audience, 'managers-owner-guests');
      assert.equal((await fileOf(ticket)).audience, 'managers-owner-guests');
      await change('public');
      assert.doesNotMatch((await opened('zoe', ticket)).html, /Pour tous/);
      assert.equal((await as.zoe.download(`/attachments/${file.id}`)).status, 404);
    });

    it('de même quand c’est un déplacement qui le referme', async () => {
      const ticket = await aTicketWith([], { effectiveVisibility: 'public' });
      await says('marc', ticket, 'Public ici', { audience: 'everyone' });
      const form = await as.marc.get(`/tickets/${ticket.id}/actions/transfer`);
      await as.marc.press(form, 'Déplacer le ticket', { to: String(campus.loans.id) });
      assert.equal((await entryOf(ticket, 'Public ici')).audience, 'managers-owner-guests');
    });
  });

  describe('« Ajouter un fichier »', () => {
    it('sans texte : une seule entrée, avec sa visibilité, et un courriel à qui peut le lire', async () => {
      const ticket = await aTicketWith([campus.gil]);
      await world.newMails();
      const form = await as.nadia.get(`/tickets/${ticket.id}/actions/add-file`);
      const page = await as.nadia.press(form, 'Ajouter le fichier', {
        files: [text('un.txt'), text('deux.txt')],
        audience: 'managers-owner',
      });
      assert.deepEqual(page.notices, [`Votre fichier est ajouté au ticket n°${ticket.id}.`]);
      const events = await world.db('ticketEvents').where({ ticketId: ticket.id }).orderBy('id');
      assert.deepEqual(
        events.map(({ action }) => action),
        ['file', 'add-file'],
      );
      const told = (await world.newMails()).map(({ to }) => to);
      assert.ok(told.includes(campus.lea.mail) && told.includes(campus.marc.mail), told.join());
      assert.ok(!told.includes(campus.gil.mail), 'a guest may not read it');
      assert.equal((await as.gil.download(`/attachments/${(await fileOf(ticket)).id}`)).status, 404);
    });

    it('sans fichier, le formulaire revient avec la raison et rien n’est écrit', async () => {
      const ticket = await aTicketWith();
      const page = await as.lea.press(await as.lea.get(`/tickets/${ticket.id}/actions/add-file`), 'Ajouter le fichier');
      assert.equal(page.status, 422);
      assert.match(page.reason('files'), /Choisissez au moins un fichier/);
      assert.equal((await world.db('ticketEvents').where({ ticketId: ticket.id })).length, 1);
    });

    it('qui passe devant un ticket public peut en ajouter, plus quand il est clos', async () => {
      const ticket = await aTicketWith([], outward);
      const form = await as.zoe.get(`/tickets/${ticket.id}/actions/add-file`);
      assert.equal((await as.zoe.press(form, 'Ajouter le fichier', { files: text('de-zoé.txt') })).status, 200);
      await world.db('tickets').where({ id: ticket.id }).update({ status: 'closed', closedAt: new Date() });
      assert.equal((await as.zoe.get(`/tickets/${ticket.id}/actions/add-file`)).status, 409);
    });
  });

  describe('« Supprimer la pièce jointe »', () => {
    const withFile = async (facts = {}, guests: readonly { id: number }[] = []) => {
      const ticket = await aTicketWith(guests, facts);
      await says('lea', ticket, 'Voir ci-joint', { files: text('secret.txt') });
      return { ticket, file: await fileOf(ticket) };
    };
    const onDisk = (file: { id: string }) =>
      access(storedPath(path.join(world.config.dataDir, 'files'), file.id)).then(
        () => true,
        () => false,
      );

    it('efface le contenu du disque, barre le nom, laisse l’entrée, demande pourquoi', async () => {
      const { ticket, file } = await withFile();
      assert.ok(await onDisk(file));
      const form = await as.lea.get(address(ticket, 'delete-file', file.id));
      const silent = await as.lea.press(form, 'Supprimer la pièce jointe');
      assert.equal(silent.status, 422);
      assert.ok(await onDisk(file));
      const page = await as.lea.press(silent, 'Supprimer la pièce jointe', { message: 'Mot de passe dedans' });
      assert.match(page.texts('.msg .file--gone s').join(), /secret\.txt/);
      assert.match(page.text, /Vous avez supprimé le fichier secret\.txt/);
      for (const who of ['lea', 'marc', 'chef'] as const)
        assert.equal((await as[who].download(`/attachments/${file.id}`)).status, 404);
      await world.work();
      assert.ok(!(await onDisk(file)));
      assert.equal((await as.lea.get(address(ticket, 'delete-file', file.id))).status, 409, 'it is gone already');
    });

    it('les gestionnaires et la propriétaire le peuvent ; ni un invité, ni un passant, ni un administrateur', async () => {
      const { ticket, file } = await withFile(outward, [campus.gil]);
      for (const who of visitors) {
        const allowed = !['gil', 'zoe', 'chef'].includes(who);
        assert.equal((await as[who].get(address(ticket, 'delete-file', file.id))).status, allowed ? 200 : 409, who);
      }
    });

    it('dans l’historique aussi, le nom d’un fichier est pour ses seuls lecteurs', async () => {
      const ticket = await aTicketWith();
      await says('marc', ticket, 'Entre nous', { audience: 'managers', files: text('sanction-lea.txt') });
      const form = await as.marc.get(address(ticket, 'delete-file', (await fileOf(ticket)).id));
      const page = await as.marc.press(form, 'Supprimer la pièce jointe', { message: 'Doublon', audience: 'managers' });
      assert.match(page.text, /avez supprimé le fichier sanction-lea\.txt/);
      const seen = await opened('lea', ticket);
      assert.match(seen.text, /Marc Nguyễn a supprimé le fichier \(nom non visible\)/);
      assert.doesNotMatch(seen.html, /sanction/);
    });

    it('un fichier d’un autre ticket n’est pas touché', async () => {
      const mine = await withFile();
      const other = await aTicketWith();
      const { fields } = (await as.lea.get(address(mine.ticket, 'delete-file', mine.file.id))).form('#action');
      const page = await as.lea.post(address(other, 'delete-file', mine.file.id), { ...fields, message: 'Pris' });
      assert.equal(page.status, 409);
      await world.work();
      assert.ok(await onDisk(mine.file));
    });
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { managerSettings } from '../../src/monitoring/manager-settings.ts';
import { mailsForetold } from '../../src/monitoring/preview.ts';
import { selectPerson } from '../../src/people/person.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Préférences, Mode Gestionnaire', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    marc = await world.visitor('marc');
  });
  after(() => world.close());

  const rulesOf = (person: { id: number }) =>
    world
      .db('serviceManagers')
      .where({ personId: person.id })
      .first('monitorsAny', 'monitorsCategory', 'monitorsHandled');
  const save = async (changes: Record<string, string>) =>
    marc.press(await marc.get('/preferences/manager'), 'Enregistrer les préférences', changes);
  const named = (name: string) => `${name}-${campus.dnum.id}`;

  it('un niveau nommé règle les trois lignes', async () => {
    const page = await save({ [named('level')]: 'attentive' });
    assert.deepEqual(page.notices, ['Vos préférences ont été mises à jour.']);
    assert.deepEqual(await rulesOf(campus.marc), {
      monitorsAny: 'creation',
      monitorsCategory: 'creation',
      monitorsHandled: 'always',
    });
    assert.equal(page.$(`select[name=${named('level')}]`).val(), 'attentive');
  });

  it('« Personnalisée » garde les lignes cohérentes : une ligne plus proche n’est jamais moins bavarde', async () => {
    await save({
      [named('level')]: 'custom',
      [named('any')]: 'creation',
      [named('category')]: 'never',
      [named('handled')]: 'never',
    });
    assert.deepEqual(await rulesOf(campus.marc), {
      monitorsAny: 'creation',
      monitorsCategory: 'creation',
      monitorsHandled: 'creation',
    });
  });

  it('« Suspendre la surveillance » fait taire tous les services, mais pas ses propres tickets', async () => {
    await save({ [named('level')]: 'complete' });
    const page = await marc.get('/preferences/manager');
    const { fields, action } = page.formOfButton('Enregistrer les préférences');
    const { monitors: _, ...unticked } = fields;
    await marc.post(action, { ...unticked, intent: 'store' });
    await world.newMails();
    const lea = await world.visitor('lea');
    const ticket = await campus.ticketOfLea();
    const comment = async (visitor: Visitor, message = 'Toujours en panne') =>
      visitor.press(await visitor.get(`/tickets/${ticket.id}/actions/comment`), 'Enregistrer le commentaire', {
        message,
      });
    await comment(lea);
    assert.deepEqual(
      (await world.newMails()).map(({ to }) => to).filter((to) => to === campus.marc.mail),
      [],
    );
    await save({ monitors: 'on' });
    await comment(lea, 'Encore en panne');
    assert.ok((await world.newMails()).some(({ to }) => to === campus.marc.mail));
  });

  it('les heures, le type et les jours des rapports sont ceux que l’on choisit', async () => {
    const page = await marc.get('/preferences/manager');
    const { fields, action } = page.formOfButton('Enregistrer les préférences');
    const { [named('free-section')]: _, ...others } = fields;
    await marc.post(action, {
      ...others,
      intent: 'store',
      [named('first')]: '17',
      [named('second')]: '7',
      [named('weekends')]: 'on',
    });
    const row = await world.db('serviceManagers').where({ personId: campus.marc.id }).first();
    assert.deepEqual(
      [row.reportHours, row.reportSections, row.reportWeekends, row.reportHolidays],
      [[7, 17], ['handled', 'category'], true, false],
    );
  });

  it('prévoit les courriels par la règle même qui les envoie, sans rien enregistrer', async () => {
    await world.db('emails').delete();
    await world.db('ticketEvents').delete();
    await save({ [named('level')]: 'complete', monitors: 'on' });
    const lea = await world.visitor('lea');
    const ticket = await campus.ticketOfLea();
    await world.db('ticketEvents').delete();
    for (const message of ['Un', 'Deux', 'Trois']) {
      await lea.press(await lea.get(`/tickets/${ticket.id}/actions/comment`), 'Enregistrer le commentaire', {
        message,
      });
    }
    await world.work();
    const sent = await world.db('emails').where({ personId: campus.marc.id, ticketId: ticket.id });
    const preview = async (level: string) => {
      const page = await marc.press(await marc.get('/preferences/manager'), 'Prévoir les courriels', {
        [named('level')]: level,
      });
      return page.$(`#preview-${campus.dnum.id}`).text();
    };
    assert.equal(sent.length, 3);
    assert.match(await preview('complete'), /vous auriez reçu 3 courriels/);
    assert.match(await preview('none'), /vous auriez reçu 0 courriel/);
    assert.equal((await rulesOf(campus.marc)).monitorsAny, 'always');
  });

  it('et compte autant qu’il en est parti, aussi des tickets qui ont quitté le service ou sont devenus privés', async () => {
    await world.newMails();
    await world.db('emails').delete();
    await world.db('ticketEvents').delete();
    await save({ [named('level')]: 'complete', monitors: 'on' });
    const [lea, nadia] = [await world.visitor('lea'), await world.visitor('nadia')];
    const act = async (who: Visitor, id: number, action: string, button: string, fields = {}) =>
      who.press(await who.get(`/tickets/${id}/actions/${action}`), button, fields);
    const gone = await campus.ticketOfLea({ visibility: 'intranet', effectiveVisibility: 'intranet' });
    await world.db('ticketEvents').delete();
    await act(lea, gone.id, 'comment', 'Enregistrer le commentaire', { message: 'Avant' });
    await act(nadia, gone.id, 'take-charge', 'Prendre en charge le ticket');
    await world.work();
    await act(nadia, gone.id, 'transfer', 'Déplacer le ticket', { to: String(campus.loans.id) });
    await world.work();
    const rose = await world.visitor('rose');
    await act(rose, gone.id, 'take-charge', 'Prendre en charge le ticket');
    await act(rose, gone.id, 'change-visibility', 'Changer la visibilité', { visibility: 'private' });
    const given = await campus.ticketOfLea();
    await world.db('ticketEvents').where({ ticketId: given.id }).delete();
    await act(nadia, given.id, 'assign', 'Assigner le ticket', { handler: String(campus.marc.id) });
    await world.work();
    await act(nadia, given.id, 'assign', 'Assigner le ticket', { handler: String(campus.paul.id) });
    await act(marc, given.id, 'comment', 'Enregistrer le commentaire', { message: 'De moi' });
    await world.work();
    const sent = (await world.db('emails').where({ personId: campus.marc.id }).orderBy('id')).map(
      ({ ticketId, batch, reason }) => ({ ticketId, batch, reason }),
    );
    const settings = await managerSettings(world.db, campus.marc.id);
    const reader = (await selectPerson(world.db, campus.marc.id)) ?? assert.fail();
    const foretold = await mailsForetold(world.db, reader, settings, settings.services, new Date());
    for (const { ticketId, subject } of foretold)
      assert.equal(subject === null, ticketId === gone.id, 'of what he may not open any more, the number alone');
    const lines = (mails: { ticketId: number; reason: string }[]) =>
      mails.map(({ ticketId, reason }) => `${ticketId} ${reason}`).sort();
    assert.deepEqual(lines(foretold), lines(sent));
    assert.deepEqual(
      new Set(sent.map(({ reason }) => reason)),
      new Set(['service-manager', 'left-service', 'handler', 'previous-handler']),
    );
  });

  it('« Montrer les tickets après clôture » décoché, on revient au tableau de bord dès qu’un ticket n’attend plus rien', async () => {
    const act = async (id: number, action: string, button: string, fields = {}) =>
      marc.press(await marc.get(`/tickets/${id}/actions/${action}`), button, fields);
    const [one, two] = [await campus.ticketOfLea(), await campus.ticketOfLea()];
    assert.equal((await act(one.id, 'take-charge-and-close', 'Prendre en charge et clore')).path, `/tickets/${one.id}`);
    const { fields, action } = (await marc.get('/preferences/manager')).formOfButton('Enregistrer les préférences');
    const { showsEnded: _, ...unticked } = fields;
    await marc.post(action, { ...unticked, intent: 'store' });
    assert.equal((await act(two.id, 'take-charge', 'Prendre en charge le ticket')).path, `/tickets/${two.id}`);
    const closed = await act(two.id, 'close', 'Clore le ticket');
    assert.equal(closed.path, '/tickets');
    assert.equal(closed.notices.length, 1);
    await save({ showsEnded: 'on' });
  });

  it('une valeur qui n’est pas proposée n’enregistre rien, et un service que l’on ne gère pas n’est pas touché', async () => {
    await save({ [named('level')]: 'minimal' });
    const page = await save({ [named('level')]: 'everything' });
    assert.deepEqual(page.notices, ['Une des valeurs n’est pas proposée : rien n’a été enregistré.']);
    assert.equal((await rulesOf(campus.marc)).monitorsAny, 'never');
    const { fields, action } = (await marc.get('/preferences/manager')).formOfButton('Enregistrer les préférences');
    await marc.post(action, { ...fields, intent: 'store', [`level-${campus.library.id}`]: 'complete' });
    assert.equal((await rulesOf(campus.rose)).monitorsAny, 'never');
  });

  it('n’existe que pour les gestionnaires', async () => {
    const lea = await world.visitor('lea');
    assert.equal((await lea.get('/preferences/manager')).status, 403);
    assert.ok(!(await lea.get('/preferences')).text.includes('Mode Gestionnaire'));
  });
});

describe('Préférences, Mode Utilisateur', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  it('« Surveiller mes propres tickets » décidé, on reçoit ou non les courriels de ses tickets', async () => {
    const lea = await world.visitor('lea');
    const marc = await world.visitor('marc');
    const ticket = await campus.ticketOfLea();
    const say = async () =>
      marc.press(await marc.get(`/tickets/${ticket.id}/actions/comment`), 'Enregistrer le commentaire', {
        message: 'Nous regardons.',
      });
    await say();
    assert.equal((await world.newMails()).filter(({ to }) => to === campus.lea.mail).length, 1);
    const { fields, action } = (await lea.get('/preferences')).formOfButton('Enregistrer les préférences');
    const { hearsOwn: _, ...unticked } = fields;
    const page = await lea.post(action, unticked);
    assert.deepEqual(page.notices, ['Vos préférences ont été mises à jour.']);
    await say();
    assert.equal((await world.newMails()).filter(({ to }) => to === campus.lea.mail).length, 0);
  });

  it('« Ne plus montrer cette aide » la retire du choix d’une catégorie, et les préférences la rétablissent', async () => {
    const gil = await world.visitor('gil');
    const choice = await gil.get('/tickets/new');
    assert.match(choice.text, /Pourquoi ce choix compte/);
    const after = await gil.press(choice, 'Ne plus montrer cette aide');
    assert.equal(after.path, '/tickets/new');
    assert.doesNotMatch(after.text, /Pourquoi ce choix compte/);
    await gil.press(await gil.get('/preferences'), 'Enregistrer les préférences', { showsFilingHelp: 'on' });
    assert.match((await gil.get('/tickets/new')).text, /Pourquoi ce choix compte/);
  });

  it('la langue choisie est celle des pages', async () => {
    const zoe = await world.visitor('zoe');
    const page = await zoe.press(await zoe.get('/preferences'), 'Enregistrer les préférences', { language: 'en' });
    assert.deepEqual(page.notices, ['Your preferences have been updated.']);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type Mail, type World } from '../support/world.ts';

/** Some entries of the menus; the catalogue has its table of all of them. */
const offers = ({ menus }: Page, present: readonly string[], absent: readonly string[]) => {
  assert.deepEqual(
    present.filter((label) => !menus.includes(label)),
    [],
  );
  assert.deepEqual(
    absent.filter((label) => menus.includes(label)),
    [],
  );
};

// each sentence goes on where the one before stopped
describe('La vie d’un ticket', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let nadia: Visitor;
  let ticket = '';

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc, nadia] = (await Promise.all(['lea', 'marc', 'nadia'].map((login) => world.visitor(login)))) as [
      Visitor,
      Visitor,
      Visitor,
    ];
  });
  after(() => world.close());

  const act = async (visitor: Visitor, menu: string, button: string, fields = {}): Promise<Page> =>
    visitor.press(await visitor.follow(await visitor.get(ticket), menu), button, fields);

  /** Who got what, « Objet » without the number of the ticket. */
  const told = async (): Promise<Record<string, Mail>> =>
    Object.fromEntries((await world.newMails()).map((mail) => [mail.to.split('@')[0] ?? '', mail]));

  const subjects = (mails: Record<string, Mail>) =>
    Object.fromEntries(Object.entries(mails).map(([who, { subject }]) => [who, subject.replace(/ n°\d+/, '')]));

  const linkOf = (mail: Mail | undefined, words: string) => {
    const found = new RegExp(`href="([^"]+)"[^>]*>${words}<`).exec(mail?.html ?? '');
    assert.ok(found?.[1], `the mail has a link « ${words} »`);
    return found[1].replace(world.url, '');
  };

  it('l’étudiante crée un ticket : les gestionnaires du service le reçoivent, elle non', async () => {
    const form = await lea.get(`/tickets/new/${campus.wifi.id}`);
    const filed = await lea.press(form, 'Créer le ticket', { subject: 'Wifi en B12', message: 'Rien ne passe.' });
    ticket = filed.path;
    offers(filed, ['Ajouter commentaire', 'Annuler', 'Clore'], ['Prendre en charge', 'Ré-ouvrir']);
    const mails = await told();
    const subject = '[création DNUM] Wifi en B12';
    assert.deepEqual(subjects(mails), { marc: subject, nadia: subject, paul: subject });
    assert.match(mails.marc?.text ?? '', /Léa Martin a créé le ticket/);
    assert.match(mails.marc?.text ?? '', /> Rien ne passe\./);
    assert.match(mails.marc?.text ?? '', /surveillez les tickets/);
    assert.equal(linkOf(mails.marc, 'Prendre en charge'), `${ticket}/actions/take-charge`);
    assert.doesNotMatch(mails.paul?.html ?? '', /take-charge/, 'no link to what he may not do');
  });

  it('le gestionnaire suit le lien du courriel, se connecte et arrive sur l’action', async () => {
    const [mail] = await world.mails({ to: campus.marc.mail });
    const newcomer = await world.visitor();
    const page = await newcomer.chooseAccount(await newcomer.get(linkOf(mail, 'Prendre en charge')), 'marc');
    assert.equal(page.path, `${ticket}/actions/take-charge`);
    assert.match(page.text, /Vous devenez le gestionnaire du ticket/);
    assert.equal((await world.db('tickets').first('status')).status, 'free', 'opening the link has changed nothing');
  });

  it('il prend en charge : la propriétaire l’apprend, les collègues non', async () => {
    const page = await act(marc, 'Prendre en charge', 'Prendre en charge le ticket');
    assert.equal(page.path, ticket);
    assert.match(page.notices.join(), /Vous avez pris le ticket n°\d+ en charge/);
    assert.equal(page.history[0], 'Vous avez pris le ticket en charge (précédemment libre)');
    offers(page, ['Libérer', 'Demander info.', 'Clore'], ['Prendre en charge', 'Annuler']);
    const mails = await told();
    assert.deepEqual(subjects(mails), { lea: '[prise en charge DNUM] Wifi en B12' });
    assert.match(mails.lea?.text ?? '', /Marc Nguyễn a pris le ticket en charge/);
  });

  it('il demande une information : elle en reçoit la question et un lien pour répondre', async () => {
    const page = await act(marc, 'Demander info.', 'Demander l’information', { message: 'Quelle salle ?' });
    assert.equal(page.history[0], 'Vous avez demandé plus d’information');
    assert.match(page.texts('.props dd.val')[0] ?? '', /Incomplet/);
    const mails = await told();
    assert.deepEqual(subjects(mails), { lea: '[demande DNUM] Wifi en B12' });
    assert.match(mails.lea?.text ?? '', /> Quelle salle \?/);
    assert.equal(linkOf(mails.lea, 'Répondre'), `${ticket}/actions/comment`);
  });

  it('elle répond depuis le courriel : le ticket repart, son gestionnaire le sait', async () => {
    assert.match((await lea.get('/')).text, /Une réponse de votre part est attendue/);
    const form = await lea.get(`${ticket}/actions/comment`);
    assert.match(form.text, /Quelle salle \?/, 'the question is there to be answered');
    assert.equal(form.$('[name=audience]').length, 0, 'choosing an audience is for managers');
    const page = await lea.press(form, 'Enregistrer le commentaire', { message: 'La B12.' });
    assert.match(page.texts('.props dd.val')[0] ?? '', /En cours/);
    assert.equal(page.history[0], 'Vous avez ajouté un commentaire');
    assert.deepEqual(subjects(await told()), { marc: '[information DNUM] Wifi en B12' });
  });

  it('il clôt, ce qui se confirme : elle reçoit de quoi approuver ou refuser', async () => {
    const form = await marc.follow(await marc.get(ticket), 'Clore');
    assert.match(form.text, /Confirmez la clôture/);
    const page = await marc.press(form, 'Clore le ticket', { message: 'Borne remplacée.' });
    assert.equal(page.history[0], 'Vous avez clos le ticket');
    const mails = await told();
    assert.deepEqual(subjects(mails), { lea: '[clôture DNUM] Wifi en B12' });
    assert.equal(linkOf(mails.lea, 'Approuver la clôture'), `${ticket}/actions/approve-closure`);
    assert.equal(linkOf(mails.lea, 'Refuser la clôture'), `${ticket}/actions/refuse-closure`);
    offers(await lea.get(ticket), ['Approuver la clôture', 'Refuser la clôture'], ['Clore', 'Annuler']);
  });

  it('refuser la clôture sans raison n’est pas possible', async () => {
    const page = await act(lea, 'Refuser la clôture', 'Refuser la clôture', { message: ' ' });
    assert.equal(page.status, 422);
    assert.equal(page.reason('message'), 'Indiquez pourquoi vous refusez la clôture.');
    assert.match(page.text, /Rien n’a été enregistré/);
    assert.deepEqual(await told(), {});
    assert.match((await lea.get(ticket)).texts('.props dd.val')[0] ?? '', /Clos/);
  });

  it('avec sa raison, le ticket revient à son gestionnaire, averti', async () => {
    const page = await act(lea, 'Refuser la clôture', 'Refuser la clôture', { message: 'Toujours rien.' });
    assert.equal(page.history[0], 'Vous avez refusé la clôture');
    assert.match(page.texts('.props dd.val').join(), /En cours.*Marc Nguyễn/);
    const mails = await told();
    assert.deepEqual(subjects(mails), { marc: '[refus clôture DNUM] Wifi en B12' });
    assert.match(mails.marc?.text ?? '', /> Toujours rien\./);
  });

  it('clos à nouveau, elle approuve : son gestionnaire l’apprend', async () => {
    await act(marc, 'Clore', 'Clore le ticket');
    await told();
    const page = await act(lea, 'Approuver la clôture', 'Approuver la clôture');
    assert.match(page.texts('.props dd.val')[0] ?? '', /Clos\/approuvé/);
    assert.equal(page.history[0], 'Vous avez approuvé la clôture du ticket');
    offers(page, ['Ajouter commentaire', 'Ré-ouvrir'], ['Approuver la clôture', 'Refuser la clôture', 'Clore']);
    assert.deepEqual(subjects(await told()), { marc: '[approbation clôture DNUM] Wifi en B12' });
  });

  it('elle le ré-ouvre : gestionnaires avertis, le ticket reste au sien', async () => {
    const page = await act(lea, 'Ré-ouvrir', 'Ré-ouvrir le ticket', { message: 'C’est revenu.' });
    assert.match(page.texts('.props dd.val').join(), /En cours.*Marc Nguyễn/);
    const subject = '[ré-ouverture DNUM] Wifi en B12';
    assert.deepEqual(subjects(await told()), { marc: subject, nadia: subject, paul: subject });
  });

  it('il l’assigne à une collègue, qui le libère : chacun le sait', async () => {
    const form = await marc.follow(await marc.get(ticket), 'Assigner');
    assert.deepEqual(form.texts('[name=handler] option:not([value=""])'), ['Nadia El Amrani', 'Paul Sansdroit']);
    await marc.press(form, 'Assigner le ticket', { handler: String(campus.nadia.id) });
    assert.deepEqual(Object.keys(await told()).sort(), ['lea', 'nadia']);
    const page = await act(nadia, 'Libérer', 'Libérer le ticket', { message: 'Je pars en congé.' });
    assert.match(page.texts('.props dd.val').join(), /Libre.*aucun/);
    assert.deepEqual(Object.keys(await told()).sort(), ['lea', 'marc', 'paul']);
  });

  it('« Prendre en charge et clore » se fait d’un coup, et laisse deux lignes et un seul courriel', async () => {
    const page = await act(marc, 'Prendre en charge et clore', 'Prendre en charge et clore', { message: 'Voilà.' });
    assert.deepEqual(page.history.slice(0, 2), [
      'Vous avez clos le ticket',
      'Vous avez pris le ticket en charge (précédemment libre)',
    ]);
    const mails = await told();
    assert.deepEqual(subjects(mails), { lea: '[clôture DNUM] Wifi en B12' });
    assert.match(mails.lea?.text ?? '', /a pris le ticket en charge.*et a clos le ticket/);
  });

  it('elle change le sujet, puis annule : plus rien n’est à faire', async () => {
    await act(lea, 'Refuser la clôture', 'Refuser la clôture', { message: 'Non.' });
    const form = await lea.follow(await lea.get(ticket), 'Changer le sujet');
    assert.equal(form.value('subject'), 'Wifi en B12');
    const changed = await lea.press(form, 'Changer le sujet', { subject: 'Wifi en B14' });
    assert.equal(changed.history[0], 'Vous avez changé le sujet en « Wifi en B14 » (précédemment « Wifi en B12 »)');
    await told();
    const page = await act(lea, 'Annuler', 'Annuler le ticket');
    assert.match(page.texts('.props dd.val')[0] ?? '', /Annulé/);
    assert.deepEqual(subjects(await told()), { marc: '[annulation DNUM] Wifi en B14' });
  });

  it('l’historique raconte tout, dans les deux sens de lecture', async () => {
    const newest = (await nadia.get(ticket)).history;
    const oldest = (await nadia.get(`${ticket}?order=oldest`)).history;
    assert.deepEqual(oldest, newest.toReversed());
    assert.equal(oldest[0], 'Léa Martin a créé le ticket');
    assert.equal(oldest.at(-1), 'Léa Martin a annulé le ticket');
    assert.ok(oldest.includes('Marc Nguyễn a assigné le ticket à Nadia El Amrani (précédemment Marc Nguyễn)'));
  });
});

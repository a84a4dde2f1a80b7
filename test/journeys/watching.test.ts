import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const follow = 'Je veux recevoir des alertes par mail';

describe('Suivre un ticket', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let zoe: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc, zoe] = (await Promise.all(['lea', 'marc', 'zoe'].map((login) => world.visitor(login)))) as [
      Visitor,
      Visitor,
      Visitor,
    ];
  });
  after(() => world.close());

  const aPublicTicket = () => campus.ticketOfLea({ visibility: 'public', effectiveVisibility: 'public' });
  const says = async (ticket: { id: number }, visitor: Visitor, message: string, audience?: string) => {
    const form = await visitor.get(`/tickets/${ticket.id}/actions/comment`);
    await visitor.press(form, 'Enregistrer le commentaire', {
      message,
      ...(audience === undefined ? {} : { audience }),
    });
  };
  const mailsTo = async (person: { mail: string }) => (await world.newMails()).filter(({ to }) => to === person.mail);

  it('le bouton du menu agit aussitôt, ramène où l’on était, et se défait', async () => {
    const ticket = await aPublicTicket();
    const before = await world.db('tickets').where({ id: ticket.id }).first();
    const page = await zoe.press(await zoe.get(`/tickets/${ticket.id}?order=oldest`), follow);
    assert.deepEqual(page.notices, [`Vous recevrez des alertes par mail sur le ticket n°${ticket.id}.`]);
    assert.match(page.response.url, /\?order=oldest$/);
    const left = await zoe.press(page, 'Ne plus recevoir d’alertes par mail');
    assert.deepEqual(left.notices, [`Vous ne suivez plus le ticket n°${ticket.id}.`]);
    assert.deepEqual(await world.db('ticketWatches').where({ ticketId: ticket.id }), []);
    assert.deepEqual(await world.db('tickets').where({ id: ticket.id }).first(), before, 'the ticket has not changed');
    assert.equal((await world.db('ticketEvents').where({ ticketId: ticket.id })).length, 1);
  });

  it('un signet se pose et se retire ; pressé deux fois, il n’y en a qu’un', async () => {
    const ticket = await aPublicTicket();
    const page = await zoe.get(`/tickets/${ticket.id}`);
    await Promise.all([zoe.press(page, 'Ajouter un signet'), zoe.press(page, 'Ajouter un signet')]);
    assert.equal((await world.db('bookmarks').where({ ticketId: ticket.id })).length, 1);
    await zoe.press(await zoe.get(`/tickets/${ticket.id}`), 'Supprimer le signet');
    assert.deepEqual(await world.db('bookmarks').where({ ticketId: ticket.id }), []);
  });

  it('ne gêne pas le formulaire déjà ouvert d’un autre', async () => {
    const ticket = await aPublicTicket();
    const form = await marc.get(`/tickets/${ticket.id}/actions/take-charge`);
    await zoe.press(await zoe.get(`/tickets/${ticket.id}`), 'Ajouter un signet');
    assert.equal((await marc.press(form, 'Prendre en charge le ticket')).status, 200);
  });

  it('qui suit ou a mis un signet apprend ce qu’il peut lire, dit pourquoi, et rien d’autre', async () => {
    const ticket = await aPublicTicket();
    await zoe.press(await zoe.get(`/tickets/${ticket.id}`), follow);
    await world.newMails();
    await says(ticket, marc, 'Pour tous', 'everyone');
    const [mail, ...more] = await mailsTo(campus.zoe);
    assert.deepEqual(more, []);
    assert.match(mail?.text ?? '', /Pour tous/);
    assert.match(mail?.text ?? '', /parce que vous suivez ce ticket/);
    await says(ticket, marc, 'Entre nous', 'managers-owner-guests');
    await says(ticket, marc, 'Entre gestionnaires', 'managers');
    assert.deepEqual(await mailsTo(campus.zoe), []);
    await zoe.press(await zoe.get(`/tickets/${ticket.id}`), 'Ne plus recevoir d’alertes par mail');
    await zoe.press(await zoe.get(`/tickets/${ticket.id}`), 'Ajouter un signet');
    await says(ticket, marc, 'Encore pour tous', 'everyone');
    assert.match((await mailsTo(campus.zoe))[0]?.text ?? '', /parce que vous avez mis un signet à ce ticket/);
  });

  it('qui ne peut plus ouvrir le ticket n’apprend plus rien', async () => {
    const ticket = await aPublicTicket();
    await zoe.press(await zoe.get(`/tickets/${ticket.id}`), follow);
    await world
      .db('tickets')
      .where({ id: ticket.id })
      .update({ effectiveVisibility: 'private', visibility: 'private' });
    await world.newMails();
    await says(ticket, lea, 'Plus pour vous');
    assert.deepEqual(await mailsTo(campus.zoe), []);
  });

  it('propriétaire et abonnée, on ne reçoit qu’un courriel', async () => {
    const ticket = await aPublicTicket();
    await lea.press(await lea.get(`/tickets/${ticket.id}`), follow);
    await world.newMails();
    await says(ticket, marc, 'Une fois');
    assert.equal((await mailsTo(campus.lea)).length, 1);
  });

  it('sur un ticket que l’on ne peut pas ouvrir, ni suivre ni signet, comme s’il n’existait pas', async () => {
    const ticket = await campus.ticketOfLea();
    const { fields } = (await zoe.get('/')).form('form[action="/preferences/theme"]');
    for (const action of ['watch', 'unwatch', 'bookmark', 'remove-bookmark', 'print']) {
      for (const id of [ticket.id, 999_999]) {
        assert.equal((await zoe.post(`/tickets/${id}/actions/${action}`, fields)).status, 404);
      }
    }
    assert.deepEqual(await world.db('ticketWatches').where({ ticketId: ticket.id }), []);
    assert.deepEqual(await world.db('bookmarks').where({ ticketId: ticket.id }), []);
  });

  it('l’adresse de retour d’un formulaire forgé ne mène pas ailleurs', async () => {
    const ticket = await aPublicTicket();
    const { fields, action } = (await zoe.get(`/tickets/${ticket.id}`)).formOfButton('Ajouter un signet');
    const page = await zoe.post(action, { ...fields, returnTo: 'https://ailleurs.example/' });
    assert.equal(page.path, `/tickets/${ticket.id}`);
  });

  it('« Imprimer » est un lien vers la page à imprimer', async () => {
    const ticket = await aPublicTicket();
    assert.equal((await lea.get(`/tickets/${ticket.id}`)).link('Imprimer'), `/tickets/${ticket.id}/print`);
  });
});

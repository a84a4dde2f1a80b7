import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aScene, type SceneTicket } from '../catalogue/visibility-scene.ts';
import { type Audience, audiences, knowsNames, opens, reads } from '../catalogue/who-reads-what.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type Mail, type World } from '../support/world.ts';
import { said } from './probe.ts';
import { standings, visitors } from './standings.ts';

const kept = ['ordinary, private, open', 'ordinary, public, open, anonymous', 'secret, public, open, anonymous'];
const handler = 'le gestionnaire du ticket, membre de la catégorie';

describe('Nobody is mailed what he may not read', () => {
  let world: World;
  let scene: Awaited<ReturnType<typeof aScene>>;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    scene = await aScene(world.db, { standings, keeps: ({ what }) => kept.includes(what) });
    marc = (await visitors(world)).get(handler) ?? assert.fail();
    await world.db('people').where({ kind: 'external' }).update({ mailVerifiedAt: new Date() });
    // everybody asks to be told of everything
    await world.db('serviceManagers').update({ monitorsAny: 'always' });
    const people = Object.values(scene.people);
    await world
      .db('ticketWatches')
      .insert(scene.tickets.flatMap(({ id: ticketId }) => people.map(({ id: personId }) => ({ ticketId, personId }))));
  });
  after(() => world.close());

  const readerOf = ({ to }: Mail) => standings[Number(/^znom(\d+)z@/.exec(to)?.[1])] ?? assert.fail(to);

  const checkNames = (mail: Mail, ticket: SceneTicket) => {
    const who = readerOf(mail);
    if (!ticket.anonymous || knowsNames(who, ticket)) return;
    const words = mail.subject + mail.text + mail.html + mail.header('from') + mail.header('list-unsubscribe');
    const others = [...said(words).nom].filter((rank) => rank !== standings.indexOf(who));
    assert.deepEqual(others, [], `names in the mail to ${who} about « ${ticket.what} »`);
  };

  const comment = async (ticket: SceneTicket, audience: Audience) => {
    const form = await marc.get(`/tickets/${ticket.id}/actions/comment`);
    const files = new File(['x'], `zfichier${ticket.id}z.txt`, { type: 'text/plain' });
    await marc.press(form, 'Enregistrer le commentaire', { message: 'zmessagez', audience, files });
    return world.newMails();
  };

  for (const audience of audiences) {
    it(`tells the readers of a text for ${audience}, and nobody else`, async () => {
      for (const ticket of scene.tickets) {
        const offered = audience !== 'everyone' || ticket.visibility === 'public';
        if (!offered) continue;
        const mails = await comment(ticket, audience);
        const expected = standings.filter((who) => who !== handler && reads(who, ticket, audience));
        assert.deepEqual(mails.map(readerOf).sort(), expected.sort(), ticket.what);
        for (const mail of mails) {
          assert.match(mail.text, /zmessagez[\s\S]*zfichier/);
          assert.match(mail.html, /zmessagez[\s\S]*zfichier/);
          assert.doesNotMatch(mail.text + mail.html, /ztexte|zancien/);
          checkNames(mail, ticket);
        }
      }
    });
  }

  it('tells of an act whose text is reserved, without the text, and names nobody of an anonymous service', async () => {
    for (const ticket of scene.tickets) {
      const form = await marc.get(`/tickets/${ticket.id}/actions/request-information`);
      const files = new File(['x'], 'zfichier1z.txt', { type: 'text/plain' });
      await marc.press(form, 'Demander l’information', { message: 'zmessagez', audience: 'managers', files });
      const mails = await world.newMails();
      assert.ok(mails.length > 0);
      for (const mail of mails) {
        const who = readerOf(mail);
        assert.equal(opens(who, ticket), true, `${who} hears of « ${ticket.what} »`);
        if (!reads(who, ticket, 'managers')) assert.doesNotMatch(mail.text + mail.html, /zmessagez|zfichier/, who);
        checkNames(mail, ticket);
      }
    }
  });

  it('tells nothing any more to who lost his right before the mail left', async () => {
    const [ticket] = scene.tickets as [SceneTicket];
    const guest = { ticketId: ticket.id, personId: scene.people['un invité']?.id };
    const form = await marc.get(`/tickets/${ticket.id}/actions/comment`);
    await marc.press(form, 'Enregistrer le commentaire', { message: 'zmessagez' });
    await world.db('ticketGuests').where(guest).delete();
    const readers = (await world.newMails()).map(readerOf);
    assert.ok(readers.includes('le propriétaire'));
    assert.equal(readers.includes('un invité'), false);
  });
});

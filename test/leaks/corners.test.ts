import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hideService } from '../catalogue/hidden-service.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';
import { steady } from './probe.ts';

const unlisted = 'liste.rouge@univ.example';
const unknown = 'liste.bleue@univ.example';

describe('Who tries an address, a number or a name learns nothing', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let zoe: Visitor;

  before(async () => {
    const directoryMail = async (login: string) => (login === 'rouge' ? unlisted : null);
    world = await aWorld({ env: { OUTSIDERS: 'on' }, directoryMail });
    campus = await aCampus(world.db);
    const { id } = await aPerson(world.db, { login: 'rouge', name: 'Ruth Rougeoyante' });
    await world.db('people').where({ id }).update({ unlisted: true, mail: unlisted });
    [lea, zoe] = await Promise.all([world.visitor('lea'), world.visitor('zoe')]);
  });
  after(() => world.close());

  /** What somebody sees who invites, and what is mailed then, without what is new at each time. */
  const invited = async (visitor: Visitor, who: string) => {
    await world.newMails();
    const ticket = await campus.ticketOfLea({ ownerId: visitor === lea ? campus.lea.id : campus.zoe.id });
    const form = await visitor.get(`/tickets/${ticket.id}/actions/invite`);
    const pages = [
      await visitor.press(form, 'Rechercher', { who }),
      await visitor.press(form, 'Inviter', { who }),
      await visitor.get(`/tickets/${ticket.id}/guests`),
      await visitor.press(await visitor.get(`/tickets/${ticket.id}/actions/invite`), 'Inviter', { who }),
    ];
    const mails = (await world.newMails()).map(({ to, subject, text }) => [to, subject, text].join('\n')).sort();
    const plain = (text: string) =>
      text
        .replaceAll(who, 'WHO')
        .replaceAll(/token=[\w-]+/g, 'token')
        .replaceAll(String(ticket.id), 'N')
        .replaceAll(/\d+ h \d+/g, 'H');
    const seen = pages.map((page) => {
      // those of before
      page.$('.people__recent').remove();
      return `${page.status} ${plain(page.$('body').text())}`;
    });
    return { seen, mails: mails.map(plain) };
  };

  it('inviting at the address of somebody unlisted answers as at an address that nobody has', async () => {
    for (const visitor of [lea, zoe]) {
      const [expected, got] = [await invited(visitor, unknown), await invited(visitor, unlisted)];
      assert.deepEqual(
        got.seen.map((text) => text.slice(0, 3)),
        ['200', '200', '200', '422'],
      );
      assert.deepEqual(got, expected);
    }
    assert.equal((await invited(lea, 'rouge')).seen[1]?.slice(0, 3), '422', 'an identifier is not an address');
  });

  it('a form that comes back names nobody unlisted to who typed the identifier', async () => {
    const ticket = await campus.ticketOfLea();
    const typed = await lea.press(await lea.get(`/tickets/${ticket.id}/actions/invite`), 'Inviter', {
      who: 'rouge, gil',
    });
    assert.equal(typed.status, 422);
    assert.doesNotMatch(typed.html, /Rougeoyante/);
    assert.match(typed.html, /Gil Invité/);
    for (const q of ['rouge', unlisted, 'rougeoyante'])
      assert.doesNotMatch((await zoe.get(`/people/search?${new URLSearchParams({ q })}`)).html, /Rougeoyante/);
  });

  it('the person finds her invitation at her next sign-in by CAS', async () => {
    const visitor = await world.visitor();
    await visitor.chooseAccount(await visitor.get('/sign-in?by=cas&returnTo=/'), 'rouge');
    const { id } = await world.db('people').where({ login: 'rouge' }).first('id');
    const tickets = await world.db('ticketGuests').where({ personId: id }).select('ticketId');
    assert.equal(tickets.length, 2);
    for (const { ticketId } of tickets) assert.equal((await visitor.get(`/tickets/${ticketId}`)).status, 200);
  });

  it('a hidden category, a service that a rule hides and a number that does not exist have no readers to tell', async () => {
    const hidden = await aCategory(world.db, campus.library.id, { hidden: true, longLabel: 'Réserve' });
    await hideService(world.db, campus.dnum.id, [campus.zoe.id], [campus.zoe.id, campus.lea.id]);
    const answers = await Promise.all(
      [hidden.id, campus.wifi.id, 999_999].map((id) => zoe.get(`/tickets/new/${id}/readers`)),
    );
    const plain = answers.map(({ status, html }) => `${status} ${steady(html).replaceAll(/\/tickets\/new\/\d+/g, '')}`);
    assert.match(plain[0] ?? '', /^404/);
    assert.equal(new Set(plain).size, 1);
    assert.equal((await zoe.get(`/tickets/new/${campus.loans.id}/readers`)).status, 200);
    assert.equal((await lea.get(`/tickets/new/${campus.wifi.id}/readers`)).status, 200);
  });

  it('an additional mailbox hears whatever the rules show to people, and never of what it may not read', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, { confidential: true });
    const watched = { monitoringEmail: 'boite@univ.example', monitoringLevel: 'always' };
    await world.db('services').where({ id: campus.dnum.id }).update(watched);
    const marc = await world.visitor('marc');
    const told = async (categoryId: number) => {
      const ticket = await campus.ticketOfLea({ ownerId: campus.zoe.id, categoryId });
      await world.newMails();
      const form = await marc.get(`/tickets/${ticket.id}/actions/comment`);
      await marc.press(form, 'Enregistrer le commentaire', { message: 'Bonjour' });
      return (await world.newMails()).map(({ to }) => to).sort();
    };
    assert.deepEqual(await told(campus.wifi.id), ['boite@univ.example', 'zoe@univ.example']);
    assert.deepEqual(await told(secret.id), ['zoe@univ.example']);
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { selectPerson } from '../../src/people/person.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

const cap = 3;
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-inline-style': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    // mailers lay out by tables and their attributes
    'no-deprecated-attr': 'off',
    'prefer-tbody': 'off',
    'prefer-native-element': 'off',
  },
});

describe('Une tempête de courriels', () => {
  let world: World;
  let campus: Campus;
  before(async () => {
    world = await aWorld({ env: { MAIL_HOURLY_CAP: String(cap), MAIL_CATCH_ALL: 'essais@univ.example' } });
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  const takeCharge = async (ticket: { id: number }) => {
    const actor = await selectPerson(world.db, campus.marc.id);
    const request = { ticketId: ticket.id, action: 'take-charge', actor, body: {}, version: null, batch: randomUUID() };
    const { kind } = await performAction(world.db, { ...request, now: new Date(), t: (text) => text });
    assert.equal(kind, 'done');
  };
  /** As if the hour had ended. */
  const endOfTheHour = () =>
    world.db.raw("update graphile_worker._private_jobs set run_at = now() where key like 'digest:%'");
  const mailsFor = (person: { mail: string }) => async () =>
    (await world.newMails()).filter((mail) => mail.header('x-original-recipient') === person.mail);
  const states = async () =>
    (await world.db('emails').where({ personId: campus.lea.id })).filter(({ ticketId }) => ticketId);

  it('laisse partir les premiers, puis réunit les autres en un seul, où rien ne manque', async () => {
    const tickets = await Promise.all(
      Array.from({ length: 8 }, (_, n) => campus.ticketOfLea({ subject: `Panne ${n}` })),
    );
    for (const ticket of tickets) await takeCharge(ticket);
    const newMails = mailsFor(campus.lea);
    const first = await newMails();
    assert.equal(first.length, cap);
    assert.equal((await newMails()).length, 0, 'the others wait for the end of the hour');
    await endOfTheHour();
    const [digest, ...more] = await newMails();
    assert.equal(more.length, 0);
    assert.match(digest?.subject ?? '', /récapitulatif. 5 tickets ont changé/);
    const told = tickets.filter(({ id }) => first.some(({ subject }) => subject.includes(`n°${id}]`)));
    for (const { id } of tickets) {
      const isLinked = new RegExp(`/tickets/${id}\\b`).test(digest?.text ?? '');
      assert.equal(isLinked, !told.some((one) => one.id === id), `ticket ${id}`);
    }
    assert.ok((await states()).every(({ sentAt }) => sentAt instanceof Date));
    const late = tickets.find((ticket) => !told.includes(ticket));
    const seen = await (await world.visitor('marc')).get(`/tickets/${late?.id}?options=1`);
    assert.match(seen.texts('.more').join(), /Alertes envoyées : .*Léa Martin \(envoyée, dans un récapitulatif\)/);
    const { results } = await validator.validateString(digest?.html ?? '');
    assert.deepEqual(
      results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId)),
      [],
    );
  });

  it('ne dit rien de ce que le lecteur ne peut plus lire', async () => {
    await world.db('mailHours').update({ granted: cap });
    const [kept, lost] = [await campus.ticketOfLea(), await campus.ticketOfLea({ subject: 'Affaire secrète' })];
    for (const ticket of [kept, lost]) await takeCharge(ticket);
    await world.work();
    await world.db('tickets').where({ id: lost.id }).update({ ownerId: campus.zoe.id });
    await endOfTheHour();
    const [digest, ...more] = await mailsFor(campus.lea)();
    assert.equal(more.length, 0);
    assert.match(digest?.text ?? '', new RegExp(`/tickets/${kept.id}\\b`));
    assert.doesNotMatch(digest?.text ?? '', new RegExp(`secrète|/tickets/${lost.id}\\b`));
  });

  it('sur une installation d’essai, tout part à une seule adresse, qui voit pour qui c’était', async () => {
    await world.db('mailHours').delete();
    await takeCharge(await campus.ticketOfLea());
    const [mail] = await world.newMails();
    assert.equal(mail?.to, 'essais@univ.example');
    assert.match(mail?.text ?? '', /^Installation d’essai : ce courriel était destiné à lea@univ\.example\./);
    assert.match(
      mail?.html ?? '',
      /<body[^>]*><div[^>]*>Installation d’essai : ce courriel était destiné à lea@univ\.example\./,
    );
  });

  it('et chaque page le dit, l’adresse aux seuls administrateurs', async () => {
    await aPerson(world.db, { login: 'admin', admin: true });
    const notice = async (visitor: Awaited<ReturnType<World['visitor']>>) => (await visitor.get('/help')).text;
    assert.match(await notice(await world.visitor('admin')), /tous les courriels partent à essais@univ\.example/);
    for (const visitor of [await world.visitor('lea'), await world.visitor()]) {
      assert.match(await notice(visitor), /tous les courriels partent à une seule adresse/);
      assert.doesNotMatch(await notice(visitor), /essais@/);
    }
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { announceTogether } from '../../src/mail/announce-together.ts';
import { queueMails } from '../../src/mail/queue.ts';
import { askForLink } from '../../src/people/accounts/links.ts';
import { selectPerson } from '../../src/people/person.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { type Act, acts, aTicketFor } from '../catalogue/acts.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { assertReadable } from '../support/mail-html.ts';
import { aWorld, type Mail, type World } from '../support/world.ts';

const message = `<div>Bonjour, <b>3 > 2</b> &amp; « ça » :<br><a href="https://exemple.fr/a?b=1&amp;c=2">le site</a></div>
<ul><li>un</li><li>deux</li></ul><p>Merci</p>`;

describe('Chaque courriel se lit dans n’importe quel logiciel', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld({ env: { MAIL_HOURLY_CAP: '0' } });
    campus = await aCampus(world.db);
    const always = { monitorsAny: 'always', monitorsCategory: 'always', monitorsHandled: 'always' };
    await world.db('serviceManagers').update(always);
    await world.db('serviceManagers').where({ personId: campus.paul.id }).delete();
    await world.db('people').where({ login: 'nadia' }).update({ language: 'en' });
    await world.db('services').update({ monitoringEmail: 'permanence@univ.example', monitoringLevel: 'always' });
  });
  after(() => world.close());

  const readable = async (least: number): Promise<Mail[]> => {
    const mails = await world.newMails();
    assert.ok(mails.length >= least, `${mails.length} mails`);
    for (const mail of mails) await assertReadable(mail);
    return mails;
  };

  it('de toute action du catalogue, pour le propriétaire, un invité, les gestionnaires et une boîte, dans les deux langues', async () => {
    const subject = 'Écran <noir> & « bip »';
    const other = await campus.ticketOfLea();
    const perform = async (name: string, { on, by, body = {} }: Act) => {
      const act = { by, body, on: { ...on, subject } };
      const ticket = await aTicketFor(world.db, { campus, other }, name, act);
      await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id }).onConflict().ignore();
      const actor = by === null ? null : await selectPerson(world.db, campus[by].id);
      const said =
        'message' in body || ['close', 'transfer', 'take-charge', 'cancel'].includes(name) ? { message } : {};
      const request = { ticketId: ticket.id, action: name, actor, body: { ...body, ...said }, version: null };
      const { kind } = await performAction(world.db, {
        ...request,
        batch: randomUUID(),
        now: new Date(),
        t: (text) => text,
        timeZone: 'Europe/Paris',
        identified: (login) => ({ kind: 'found', id: campus[login as 'zoe'].id, name: login }),
      });
      assert.equal(kind, 'done', name);
    };
    const all = Object.entries(acts(campus, other)).map(([name, act]) =>
      name === 'postpone' ? ([name, { ...act, body: { until: '2090-04-01' } }] as const) : ([name, act] as const),
    );
    for (const [name, act] of all) await perform(name, act);
    const mails = await readable(100);
    const languages = new Set(mails.map(({ html }) => /<html lang="(..)"/.exec(html)?.[1]));
    assert.deepEqual([...languages].sort(), ['en', 'fr']);
    assert.ok(mails.some(({ to }) => to === 'permanence@univ.example'));
    assert.ok(mails.some(({ text }) => /> Bonjour, 3 > 2 & « ça » :/.test(text)));
  });

  it('le récapitulatif, le courriel de plusieurs tickets, le rapport et celui des données', async () => {
    const held = { status: 'in-progress', handlerId: campus.marc.id } as const;
    const tickets = await Promise.all([1, 2].map(() => campus.ticketOfLea(held)));
    const batch = randomUUID();
    await world.db('ticketEvents').insert(
      tickets.map(({ id }) => ({
        ticketId: id,
        batch,
        action: 'reassign',
        actorId: campus.nadia.id,
        at: new Date(),
        messageHtml: message,
        messageText: 'Bonjour',
        changes: JSON.stringify({ handlerId: [campus.nadia.id, campus.marc.id] }),
        details: JSON.stringify({ from: { person: campus.nadia.id }, to: { person: campus.marc.id } }),
      })),
    );
    await world.db.transaction((trx) => announceTogether(trx, { batch, tickets: tickets.map(({ id }) => id) }));
    const about = { services: [campus.dnum.id] };
    await queueMails(world.db, [
      { key: 'report:1', name: 'daily-report', reason: 'report', personId: campus.marc.id, about },
      { key: 'report:2', name: 'daily-report', reason: 'report', personId: campus.nadia.id, about },
      { key: 'data:1', name: 'data-ready', reason: 'data', personId: campus.lea.id },
    ]);
    await world.work();
    const [sent] = await world.db('emails').whereNotNull('ticketId').where({ personId: campus.lea.id }).limit(1);
    const [digest] = await world
      .db('emails')
      .insert({ key: 'digest:1', name: 'digest', reason: 'digest', personId: campus.lea.id })
      .returning('id');
    await world.db('emails').where({ id: sent.id }).update({ digestId: digest.id, heldAt: new Date() });
    await world.db.raw(
      `select graphile_worker.add_job('deliver', json_build_object('emailId', cast(? as bigint)))`,
      digest.id,
    );
    const subjects = (await readable(6)).map((mail) => mail.subject).join('\n');
    for (const wanted of [/récapitulatif/, /Des tickets changent de gestionnaire/, /Rapport quotidien/, /Vos données/])
      assert.match(subjects, wanted);
    assert.match(subjects, /Daily report/);
  });

  it('ceux des comptes', async () => {
    const ask = (mail: string, purpose: 'create' | 'reset' | 'invitation', language: 'fr' | 'en') =>
      askForLink(world.db, { mail, purpose, language }, new Date());
    const ada = { login: null, kind: 'external', displayName: 'Ada', mail: 'ada@out.example' };
    await world.db('people').insert({ ...ada, mailVerifiedAt: new Date() });
    await ask('bob@out.example', 'create', 'fr');
    await ask('eve@out.example', 'invitation', 'en');
    await ask('ada@out.example', 'reset', 'fr');
    await ask('lea@univ.example', 'create', 'en');
    const mails = await readable(4);
    assert.equal(new Set(mails.map(({ subject }) => subject)).size, 4);
  });
});

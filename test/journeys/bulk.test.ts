import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aTicket } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

type Sent = Record<string, string | readonly string[]>;

describe('Several tickets at once', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let csrf: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    marc = await world.visitor('marc');
    csrf = (await marc.get('/help')).form('form[action="/sign-out"]').fields._csrf ?? '';
  });
  after(() => world.close());

  const several = async (count: number, facts = {}) =>
    (await Promise.all(Array.from({ length: count }, () => campus.ticketOfLea(facts)))).map(({ id }) => id).sort();
  const handled = (count: number, facts = {}) =>
    several(count, { handlerId: campus.marc.id, status: 'in-progress', ...facts });
  const back = 'mode=managed&state=open';
  const asked = (visitor: Visitor, action: string, ids: readonly number[]) =>
    visitor.get(`/tickets/bulk?${new URLSearchParams({ action, tickets: ids.join('-'), back })}`);
  const chosen = (action: string, ids: readonly number[], fields = {}) =>
    marc.post('/tickets/bulk', { _csrf: csrf, action, ticket: ids.map(String), back, ...fields });

  /** The form of confirmation as a browser sends it: each ticked ticket with its version. */
  const sent = (page: Page, changes: Record<string, string> = {}): Sent => {
    const ticked = page.$('input[name="ticket"][checked]').toArray();
    return {
      ...page.form('form[data-once]').fields,
      ticket: ticked.map((input) => page.$(input).attr('value') ?? ''),
      ...changes,
    };
  };
  const confirm = (page: Page, changes: Record<string, string> = {}, by = marc) =>
    by.post('/tickets/bulk', sent(page, changes));

  const stateOf = async (ids: readonly number[]) =>
    (await world.db('tickets').whereIn('id', ids).orderBy('id').select('status', 'handlerId')).map(
      ({ status, handlerId }) => `${status} ${handlerId ?? '-'}`,
    );
  const entries = async (ids: readonly number[], action: string) =>
    (await world.db('ticketEvents').whereIn('ticketId', ids).where({ action })).length;
  /** What is told of each ticket that was not, or would not be, changed. */
  const reasons = (page: Page) =>
    Object.fromEntries(
      page
        .$('.sect .told')
        .toArray()
        .flatMap((list) => {
          const reason = page.$(list).prev('.told__reason').clone();
          reason.find('.muted').remove();
          return page
            .$(list)
            .find('.num')
            .toArray()
            .map((number) => [page.$(number).text().slice(2), reason.text().trim()]);
        }),
    );

  it('are taken in charge: shown first, and nothing is done by the address', async () => {
    const ids = await several(3);
    const form = await chosen('take-charge', ids);
    assert.match(form.path, /^\/tickets\/bulk\?action=take-charge/);
    assert.match(form.text, /Prendre en charge : 3 tickets choisis/);
    assert.equal(await entries(ids, 'take-charge'), 0);
    const done = await confirm(form, { message: 'Je regarde' });
    assert.match(done.path, /^\/tickets\?mode=managed/);
    assert.deepEqual(done.notices, ['Vous avez pris 3 tickets en charge.']);
    assert.deepEqual(
      await stateOf(ids),
      ids.map(() => `in-progress ${campus.marc.id}`),
    );
    assert.equal(
      await world
        .db('ticketEvents')
        .whereIn('ticketId', ids)
        .where({ messageText: 'Je regarde' })
        .then((all) => all.length),
      3,
    );
  });

  it('are closed with one text; sent twice, the form acts once on each', async () => {
    const ids = await handled(3, { spentMinutes: 30 });
    const form = await asked(marc, 'close', ids);
    const once = sent(form, { message: 'La panne est réparée.' });
    const [first, second] = await Promise.all([marc.post('/tickets/bulk', once), marc.post('/tickets/bulk', once)]);
    const third = await marc.post('/tickets/bulk', once);
    assert.deepEqual(
      [first, second, third].map(({ status }) => status),
      [200, 200, 200],
    );
    assert.deepEqual(third.notices, ['Vous avez clos 3 tickets.']);
    assert.equal(await entries(ids, 'close'), 3);
    const spent = await world.db('tickets').whereIn('id', ids).distinct('spentMinutes');
    assert.deepEqual(spent, [{ spentMinutes: 30 }], 'a field left empty leaves what each ticket has');
  });

  it('say before acting which cannot be changed and why; a hidden ticket is told of as one that does not exist', async () => {
    const [mine = 0, last = 0] = await handled(2);
    const [free = 0] = await several(1);
    const [closed = 0] = await several(1, { status: 'closed', closedAt: new Date() });
    const hidden = await aTicket(world.db, {
      ...{ serviceId: campus.library.id, categoryId: campus.loans.id, ownerId: campus.zoe.id, subject: 'Secret' },
    });
    const all = [mine, free, closed, hidden.id, 999_999, last];
    const form = await asked(marc, 'close', all);
    assert.deepEqual(sent(form).ticket, [`${mine}:1`, `${last}:1`]);
    const why = {
      [free]: 'Vous n’en êtes pas le gestionnaire.',
      [closed]: 'Il n’est plus ouvert : Clos (en attente d’approbation).',
      [hidden.id]: 'Il n’existe pas ou ne vous est pas visible.',
      999999: 'Il n’existe pas ou ne vous est pas visible.',
    };
    assert.deepEqual(reasons(form), why);
    assert.doesNotMatch(form.html, /Secret|Prêts/);

    const report = await marc.post('/tickets/bulk', { ...sent(form), ticket: all.map((id) => `${id}:1`) });
    assert.match(report.text, /Clore : 2 sur 6/);
    assert.deepEqual(reasons(report), { ...why, [mine]: '', [last]: '' });
    assert.doesNotMatch(report.html, /Secret|Prêts/);
    assert.equal((await world.db('tickets').where({ id: hidden.id }).first()).status, 'free');
  });

  it('come back with what was typed when something is missing, and nothing is done', async () => {
    const ids = await several(2);
    const form = await asked(marc, 'assign', ids);
    const refused = await confirm(form, { message: 'À voir avec elle' });
    assert.equal(refused.status, 422);
    assert.match(refused.title, /^Erreur :/);
    assert.equal(refused.reason('handler'), 'Choisissez une des valeurs proposées.');
    assert.equal(refused.value('message'), 'À voir avec elle');
    assert.deepEqual(sent(refused).ticket, sent(form).ticket);
    assert.equal(await entries(ids, 'assign'), 0);
    const done = await confirm(refused, { handler: String(campus.nadia.id) });
    assert.deepEqual(done.notices, ['Vous avez assigné 2 tickets.']);
    const badTime = await confirm(await asked(marc, 'close', await handled(2)), { spentTime: 'longtemps' });
    assert.equal(badTime.status, 422);
    assert.match(badTime.reason('spentTime'), /^Indiquez un temps/);
  });

  it('leave alone one that changed meanwhile, and offer to try it again with the same text', async () => {
    const [moved = 0, quiet = 0] = await handled(2);
    const form = await asked(marc, 'close', [moved, quiet]);
    const nadia = await world.visitor('nadia');
    await nadia.press(await nadia.get(`/tickets/${moved}/actions/comment`), 'Enregistrer le commentaire', {
      message: 'Attendez',
    });
    const report = await confirm(form, { message: 'Réparé' });
    assert.deepEqual(reasons(report), { [moved]: 'Il a changé entre-temps.', [quiet]: '' });
    assert.deepEqual(await stateOf([moved, quiet]), [`in-progress ${campus.marc.id}`, `closed ${campus.marc.id}`]);
    const again = await marc.get(report.$('a:contains("Recommencer avec 1 ticket")').attr('href') ?? '');
    assert.deepEqual(sent(again).ticket, [`${moved}:2`]);
    assert.equal(again.value('message'), '<p>Réparé</p>');
    assert.deepEqual((await confirm(again)).notices, ['Vous avez clos 1 ticket.']);
  });

  it('offer the choices that suit all of them', async () => {
    const reserved = await aCategory(world.db, campus.dnum.id, { label: 'Paie' });
    const [here = 0] = await several(1);
    const there = await aTicket(world.db, {
      serviceId: campus.dnum.id,
      categoryId: reserved.id,
      ownerId: campus.zoe.id,
    });
    const values = (page: Page, name: string) =>
      page
        .$(`select[name="${name}"] option[value!=""]`)
        .toArray()
        .map((option) => Number(page.$(option).attr('value')));
    const form = await asked(marc, 'transfer', [here, there.id]);
    assert.deepEqual(
      values(form, 'to'),
      [campus.loans.id],
      'neither of the two categories where one of them is already',
    );
    const ofNadia = await several(1, { handlerId: campus.nadia.id, status: 'in-progress' });
    const nobody = await asked(marc, 'assign', [
      here,
      ...ofNadia,
      ...(await several(1, { handlerId: campus.paul.id, status: 'in-progress' })),
    ]);
    assert.deepEqual(values(nobody, 'handler'), []);
    assert.match(nobody.text, /Aucun choix ne convient à tous ces tickets/);
    const fewer = await marc.post('/tickets/bulk', {
      ...sent(nobody, { message: 'Merci', again: '1' }),
      ticket: [String(here)],
    });
    assert.ok(values(fewer, 'handler').includes(campus.nadia.id));
    assert.equal(fewer.value('message'), 'Merci');
    const forged = await confirm(form, { to: String(reserved.id) });
    assert.equal(forged.status, 422);
  });

  it('are told in one mail to each who handles requests, and one by one to their owners', async () => {
    await world.newMails();
    const ids = await several(3);
    await confirm(await asked(marc, 'assign', ids), { handler: String(campus.nadia.id), message: 'Pour toi' });
    const mails = await world.newMails();
    const to = (mail: string) => mails.filter((one) => one.to === mail).map(({ subject }) => subject);
    assert.deepEqual(to(campus.nadia.mail), ['[assignation DNUM] 3 tickets à la fois']);
    assert.equal(to(campus.lea.mail).length, 3);
    const grouped = mails.find((one) => one.to === campus.nadia.mail);
    for (const id of ids) assert.match(grouped?.text ?? '', new RegExp(`/tickets/${id}\\b`));
    const [one = 0] = await several(1);
    await confirm(await asked(marc, 'assign', [one]), { handler: String(campus.nadia.id) });
    const alone = (await world.newMails()).filter(({ to }) => to === campus.nadia.mail);
    assert.match(alone[0]?.subject ?? '', new RegExp(`^\\[assignation DNUM n°${one}\\]`));
    assert.equal(alone.length, 1);
  });

  it('disappear for who transfers them elsewhere without staying: their numbers alone are told', async () => {
    const [gone = 0, stale = 0] = await several(2);
    const form = await asked(marc, 'transfer', [gone, stale]);
    await world.db('tickets').where({ id: stale }).increment('version');
    const { stay: _stay, ...fields }: Sent = sent(form, { to: String(campus.loans.id) });
    const report = await marc.post('/tickets/bulk', fields);
    assert.match(
      report.text,
      new RegExp(`C’est fait pour ces tickets n°${gone}$|C’est fait pour ces tickets n°${gone} Revenir`),
    );
    assert.equal((await marc.get(`/tickets/${gone}`)).status, 404);
  });

  it('are marked and bookmarked at once, by a requester too, without a trace on them', async () => {
    const ids = await several(2);
    const lea = await world.visitor('lea');
    const token = (await lea.get('/help')).form('form[action="/sign-out"]').fields._csrf ?? '';
    const press = (action: string) =>
      lea.post('/tickets/bulk', { _csrf: token, action, ticket: [...ids, 999_999].map(String), back: 'mode=mine' });
    const seen = async () =>
      (await lea.get('/tickets?mode=mine'))
        .$('tr:not(.unread) a')
        .toArray()
        .filter((link) => ids.includes(Number(link.attribs.href?.split('/')[2]))).length;
    const missing = 'Il n’existe pas ou ne vous est pas visible. (n°999999)';
    assert.deepEqual((await press('mark-read')).notices, ['2 tickets sont marqués comme lus.', missing]);
    assert.equal(await seen(), 2);
    await press('mark-unread');
    assert.equal(await seen(), 0);
    assert.equal((await press('bookmark')).notices[0], '2 tickets sont maintenant dans vos signets.');
    assert.match((await press('bookmark')).notices[0] ?? '', /^Il est déjà dans vos signets\. \(n°\d+, n°\d+\)$/);
    assert.equal(
      await world
        .db('tickets')
        .whereIn('id', ids)
        .sum('version')
        .then(([row]) => Number(row?.sum)),
      2,
    );
    const refused = await asked(lea, 'take-charge', ids);
    assert.equal(refused.$('form[data-once]').length, 0);
    assert.deepEqual(Object.values(reasons(refused)), [
      'Vous ne gérez pas son service.',
      'Vous ne gérez pas son service.',
    ]);
  });

  it('are a hundred at most, and at least one; an unknown action is no page', async () => {
    const many = Array.from({ length: 101 }, (_, rank) => rank + 1);
    const refused = await chosen('mark-read', many);
    assert.match(refused.notices[0] ?? '', /^100 tickets au plus à la fois : vous en avez choisi 101/);
    assert.deepEqual((await chosen('close', [])).notices, ['Cochez d’abord des tickets dans la liste.']);
    assert.equal((await chosen('expire', [1])).status, 404);
    assert.equal((await chosen('toString', [1])).status, 404);
    const elsewhere = await chosen('mark-read', [], { back: '//evil.example' });
    assert.match(elsewhere.path, /^\/tickets/);
  });

  it('are answered with a canned response filled in for each, files of their own, and a draft that is kept', async () => {
    await world.db('cannedResponses').insert([
      { title: 'Fin', messageHtml: '<p>Le n°{{numéro}} est réglé. {{signature}}</p>' },
      { title: 'De la BU', serviceId: campus.library.id, messageHtml: '<p>BU</p>' },
    ]);
    const ids = await handled(3);
    const [one = 0, two = 0, out = 0] = ids;
    const form = await chosen('close', ids);
    assert.deepEqual(form.texts('#field-canned option').slice(1), ['Fin']);
    assert.match(
      form.texts('.radios__help')[0] ?? '',
      /^Pourront lire, sur chaque ticket : son propriétaire, les gestionnaires de son service/,
    );
    assert.doesNotMatch(form.texts('.radios__help').at(-1) ?? '', /propriétaire/);
    const canned = form.$('#field-canned option:contains("Fin")').attr('value') ?? '';
    const files = [new File(['Mode d’emploi'], 'aide.txt')];
    const typed = { ...sent(form, { message: '<p>Bonjour,</p>' }), ticket: [`${one}:1`, `${two}:1`] };
    const inserted = await marc.post(
      '/tickets/bulk/draft',
      { ...typed, canned, insert: '1', files },
      { multipart: true },
    );
    assert.match(inserted.value('message'), /Bonjour,<\/p><p>Le n°{{numéro}} est réglé/);
    const reopened = await marc.get(inserted.path);
    assert.deepEqual(sent(reopened).ticket, [`${one}:1`, `${two}:1`], 'what was unticked stays so');
    assert.match(reopened.text, /Brouillon enregistré .* repris/);
    for (const login of ['rose', 'zoe']) {
      const other = await world.visitor(login);
      assert.doesNotMatch(
        (await other.get(inserted.path)).text,
        /Bonjour|aide\.txt|réglé/,
        `the draft is not of ${login}`,
      );
      const response = await other.get(`/tickets/bulk/canned-responses/${canned}`, { accept: 'application/json' });
      assert.equal(response.status, login === 'zoe' ? 404 : 200, 'a response of all is for managers');
    }
    assert.deepEqual(reopened.texts('.files--kept > li > .file')[0], 'aide.txt 15 octets');
    await world.db('tickets').where({ id: two }).increment('version');
    const report = await confirm(reopened);
    assert.deepEqual(reasons(report), { [two]: 'Il a changé entre-temps.', [one]: '' });
    const again = await marc.get(report.$('a:contains("Recommencer avec 1 ticket")').attr('href') ?? '');
    assert.deepEqual((await confirm(again)).notices, ['Vous avez clos 1 ticket.']);
    const texts = await world
      .db('ticketEvents')
      .whereIn('ticketId', ids)
      .where({ action: 'close' })
      .orderBy('ticketId');
    assert.deepEqual(
      texts.map(({ messageText }) => messageText),
      [one, two].map((id) => `Bonjour,\n\nLe n°${id} est réglé. Marc Nguyễn`),
    );
    const kept = await world.db('attachments').whereIn('ticketId', ids).orderBy('ticketId').select('id', 'ticketId');
    assert.deepEqual(
      kept.map(({ ticketId }) => ticketId),
      [one, two],
    );
    for (const { id } of kept) assert.equal(await (await marc.download(`/attachments/${id}`)).text(), 'Mode d’emploi');
    assert.equal((await world.db('attachments').whereNull('ticketId')).length, 0);
    assert.equal((await world.db('drafts').whereRaw("fields->>'message' like '%Bonjour%'")).length, 0);
    assert.equal(await entries([out], 'close'), 0);
    assert.equal((await marc.get('/tickets/bulk/canned-responses/2', { accept: 'application/json' })).status, 404);
  });

  it('keep the text when the session is lost on the way', async () => {
    const [id = 0] = await handled(1);
    const visitor = await world.visitor('marc');
    const form = await asked(visitor, 'close', [id]);
    visitor.forgetCookies();
    const again = await visitor.chooseAccount(await confirm(form, { message: 'Long texte' }, visitor), 'marc');
    assert.equal(again.value('message'), 'Long texte');
    assert.deepEqual(sent(again).ticket, [`${id}:1`]);
    assert.deepEqual((await confirm(again, {}, visitor)).notices, ['Vous avez clos 1 ticket.']);
  });
});

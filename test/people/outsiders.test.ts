import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { after, before, beforeEach, describe, it } from 'node:test';
import { inviteOutsider } from '../../src/people/accounts/invite.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type Mail, type World } from '../support/world.ts';

const password = 'un cheval dans la bergerie';
const linkIn = (mail: Mail | undefined) => /\/account\/link\?token=[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';

describe('Accounts of people outside the institution', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld({ env: { OUTSIDERS: 'on', TRUST_PROXY: '0' } });
    campus = await aCampus(world.db);
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.db('accountAttempts').delete();
    await world.newMails();
  });

  const ask = async (mail: string, path = '/account/new') => {
    const visitor = await world.visitor();
    return visitor.press(await visitor.get(path), 'Recevoir le lien', { mail });
  };
  const linkFor = async (mail: string, path?: string) => {
    await ask(mail, path);
    return linkIn((await world.newMails()).find(({ to }) => to === mail));
  };
  const choose = (visitor: Visitor, page: Page, fields: Record<string, string> = {}) =>
    visitor.press(page, page.$('[name=name]').length ? 'Ouvrir le compte' : 'Enregistrer le mot de passe', {
      ...(page.$('[name=name]').length ? { name: 'Hervé Delvaux' } : {}),
      password,
      again: password,
      ...fields,
    });
  const openAccount = async (mail: string) => {
    const visitor = await world.visitor();
    const home = await choose(visitor, await visitor.get(await linkFor(mail)));
    assert.equal(home.path, '/');
    return visitor;
  };
  const signIn = async (mail: string, typed: string, visitor?: Visitor) => {
    const who = visitor ?? (await world.visitor());
    return who.press(await who.get('/sign-in?returnTo=/tickets'), 'Se connecter', { mail, password: typed });
  };
  const idOf = async (mail: string): Promise<number> => (await world.db('people').where({ mail }).first()).id;
  const sessionsOf = (personId: number) => world.db('sessions').whereRaw("(sess ->> 'personId')::int = ?", [personId]);

  it('are offered after the CAS, with a sentence that sends people of the institution there', async () => {
    const visitor = await world.visitor();
    const page = await visitor.get('/tickets');
    assert.equal(page.path, '/sign-in?returnTo=%2Ftickets');
    assert.match(
      page.text,
      /Connexion par CAS \(authentification unique\).*Si vous avez un compte de l’établissement, utilisez-le/,
    );
    const choice = await visitor.follow(page, 'Connexion par CAS (authentification unique)');
    assert.equal((await visitor.chooseAccount(choice, 'lea')).path, '/tickets');
  });

  it('open by a link sent to the address, then by its password; nobody needs the CAS', async () => {
    const visitor = await openAccount('herve@delvaux.example');
    assert.match((await visitor.get('/')).texts('.topbar').join(), /Hervé Delvaux/);
    const person = await world.db('people').where({ mail: 'herve@delvaux.example' }).first();
    assert.deepEqual([person.kind, person.login, person.displayName], ['external', null, 'Hervé Delvaux']);
    assert.ok(person.mailVerifiedAt);
    const { hash } = await world.db('passwords').where({ personId: person.id }).first();
    assert.match(hash, /^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    const out = await visitor.press(await visitor.get('/'), 'Déconnexion');
    assert.equal(out.path, '/signed-out');
    assert.ok(
      visitor.trail.every((url) => url.startsWith(world.url)),
      'the CAS server has nothing to do with it',
    );
    const again = await signIn('HERVE@Delvaux.example', password, visitor);
    assert.equal(again.path, '/tickets');
  });

  it('the link opens nothing by being read, and works once', async () => {
    const link = await linkFor('once@out.example');
    const [first, second] = [await world.visitor(), await world.visitor()];
    const [page, samePage] = [await first.get(link), await second.get(link)];
    assert.equal(await world.db('people').where({ mail: 'once@out.example' }).first(), undefined);
    assert.equal((await choose(first, page)).path, '/');
    const late = await choose(second, samePage);
    assert.equal(late.status, 410);
    assert.match(late.text, /Ce lien ne sert plus/);
    assert.equal((await second.get(link)).status, 410);
  });

  it('two people who press at once with the same link open one account, once', async () => {
    const link = await linkFor('race@out.example');
    const visitors = await Promise.all([world.visitor(), world.visitor(), world.visitor()]);
    const pages = await Promise.all(visitors.map((visitor) => visitor.get(link)));
    const ends = await Promise.all(visitors.map((visitor, n) => choose(visitor, pages[n] as Page)));
    assert.deepEqual(ends.map(({ status }) => status).sort(), [200, 410, 410]);
  });

  it('the link expires, another one voids it, and only its hash is kept', async () => {
    const [old, link] = [await linkFor('late@out.example'), await linkFor('late@out.example')];
    const token = new URL(link, world.url).searchParams.get('token') ?? '';
    const kept = JSON.stringify(await world.db('accountLinks').where({ mail: 'late@out.example' }));
    assert.ok(token.length > 40 && !kept.includes(token));
    await world
      .db('accountLinks')
      .where({ mail: 'late@out.example' })
      .whereNull('usedAt')
      .update({ expiresAt: new Date(0) });
    for (const address of [
      old,
      link,
      '/account/link',
      '/account/link?token=x',
      "/account/link?token='",
      '/account/link?token=a&token=b',
    ]) {
      assert.equal((await (await world.visitor()).get(address)).status, 410, address);
    }
    const [first, last] = [await linkFor('late2@out.example'), await linkFor('late2@out.example')];
    const visitor = await world.visitor();
    await choose(visitor, await visitor.get(last));
    assert.equal((await visitor.get(first)).status, 410);
  });

  it('bad input comes back with its reason beside the field, never the password', async () => {
    const visitor = await world.visitor();
    for (const mail of [
      '',
      'x',
      'a@b@c',
      'a b@c.fr',
      'a@b.fr\nBcc: c@d.fr',
      `${'a'.repeat(300)}@b.fr`,
      '<a@b.fr>',
      'a@b.fr,c@d.fr',
    ]) {
      const page = await visitor.post('/account/new', { mail });
      assert.equal(page.status, 422, mail);
      assert.match(page.reason('mail'), /Donnez une adresse/);
    }
    const page = await visitor.get(await linkFor('form@out.example'));
    for (const [typed, name, reason] of [
      [{ password: '', again: '' }, 'password', /à remplir/],
      [{ password: 'court', again: 'court' }, 'password', /trop court/],
      [{ password: 'motdepasse2026!', again: 'motdepasse2026!' }, 'password', /essaie en premier/],
      [{ password: 'P@ssw0rd123456', again: 'P@ssw0rd123456' }, 'password', /essaie en premier/],
      [{ password: 'azertyazerty', again: 'azertyazerty' }, 'password', /essaie en premier/],
      [{ password: '123456789012', again: '123456789012' }, 'password', /essaie en premier/],
      [{ password: 'aaaaaaaaaaaaaaaa', again: 'aaaaaaaaaaaaaaaa' }, 'password', /essaie en premier/],
      [{ password: 'je suis form@out', again: 'je suis form@out' }, 'password', /contient votre adresse/],
      [{ again: `${password}.` }, 'again', /pas les mêmes/],
      [{ name: '' }, 'name', /à remplir/],
      [{ name: 'http://evil.example' }, 'name', /prénom et votre nom/],
      [{ name: '!!!' }, 'name', /prénom et votre nom/],
    ] as const) {
      const refused = await choose(visitor, page, typed);
      assert.equal(refused.status, 422, JSON.stringify(typed));
      assert.match(refused.reason(name), reason);
      assert.equal(refused.value('password') + refused.value('again'), '');
      if (!('name' in typed)) assert.equal(refused.value('name'), 'Hervé Delvaux');
    }
    assert.equal((await choose(visitor, page)).path, '/', 'the link was not used up by the faults');
  });

  /** Everything that the server did and said: statements, passwords hashed, the page without the address. */
  const observed = async (act: () => Promise<Page>, mail: string) => {
    let hashed = 0;
    const hook = createHook({ init: (_id, type) => void (type === 'SCRYPTREQUEST' && hashed++) }).enable();
    const statements: string[] = [];
    const listen = ({ sql }: { sql: string }) => statements.push(sql);
    world.db.on('query', listen);
    const page = await act();
    world.db.removeListener('query', listen);
    hook.disable();
    const text = page.html.replaceAll(mail, '…').replace(/nonce" content="[^"]*"/, '');
    return { status: page.status, text, hashed, statements };
  };

  it('do not tell who has one: same page, same statements, whoever the address belongs to', async () => {
    await openAccount('known@out.example');
    await world.db.transaction((trx) => inviteOutsider(trx, 'invited@out.example', new Date()));
    const addresses = ['known@out.example', 'nobody@out.example', 'invited@out.example', campus.lea.mail];
    for (const path of ['/account/new', '/account/forgotten']) {
      const seen = [];
      for (const mail of addresses) seen.push(await observed(() => ask(mail, path), mail));
      for (const each of seen) assert.deepEqual(each, seen[0]);
      assert.equal(seen[0]?.status, 200);
    }
  });

  it('do not tell either by the time of a wrong password: the same hashing, with or without an account', async () => {
    await openAccount('timing@out.example');
    const seen = [];
    for (const mail of ['timing@out.example', 'absent@out.example', campus.lea.mail, 'not an address']) {
      const visitor = await world.visitor();
      const form = await visitor.get('/sign-in');
      seen.push(
        await observed(() => visitor.press(form, 'Se connecter', { mail, password: 'wrong wrong wrong' }), mail),
      );
    }
    for (const each of seen) assert.deepEqual(each, seen[0]);
    assert.deepEqual([seen[0]?.status, seen[0]?.hashed], [422, 1]);
  });

  it('the mail differs: open, choose again, or use the account of the institution', async () => {
    await openAccount('mails@out.example');
    await world.newMails();
    for (const [mail, path, subject, text] of [
      ['new@out.example', '/account/new', 'Ouvrez votre compte', /vous avez demandé un compte/],
      ['mails@out.example', '/account/new', 'Choisissez un nouveau mot de passe', /un compte existe/],
      ['mails@out.example', '/account/forgotten', 'Choisissez un nouveau mot de passe', /valable 2 heures/],
      [campus.lea.mail, '/account/new', 'Vous avez déjà un compte', /connectez-vous par CAS/],
      [campus.lea.mail, '/account/forgotten', 'Vous avez déjà un compte', /connectez-vous par CAS/],
    ] as const) {
      await ask(mail, path);
      const [received, ...others] = await world.newMails();
      assert.deepEqual([received?.to, received?.subject, others.length], [mail, subject, 0]);
      assert.match(received?.text ?? '', text);
      assert.equal(linkIn(received) === '', mail === campus.lea.mail);
    }
    await ask('nobody2@out.example', '/account/forgotten');
    assert.deepEqual(await world.newMails(), []);
  });

  it('are closed for a quarter of an hour to who tries passwords; a link still opens them', async () => {
    await openAccount('tried@out.example');
    await world.db('accountAttempts').delete();
    assert.equal((await signIn('tried@out.example', 'wrong')).status, 422);
    assert.equal(await world.db('accountAttempts').where('key', 'like', 'sign-in:%').update({ count: 10 }), 1);
    const closed = await signIn('tried@out.example', password);
    assert.equal(closed.status, 429);
    assert.match(closed.text, /patientez un quart d’heure/);
    assert.equal((await signIn('other@out.example', 'x')).status, 422, 'others are not concerned');
    const visitor = await world.visitor();
    assert.equal(
      (await choose(visitor, await visitor.get(await linkFor('tried@out.example', '/account/forgotten')))).path,
      '/',
    );
    await world.db('accountAttempts').update({ since: new Date(Date.now() - 16 * 60_000) });
    assert.equal((await signIn('tried@out.example', password)).path, '/tickets');
  });

  it('no address is flooded with mails, whoever asks', async () => {
    for (let times = 0; times < 3; times++) assert.equal((await ask('flood@out.example')).status, 200);
    assert.equal((await ask('Flood@out.example')).status, 429);
    assert.equal((await world.newMails()).length, 3);
    for (let times = 0; times < 16; times++) await ask(`flood${times}@out.example`);
    assert.equal(
      (await ask('flood99@out.example')).status,
      429,
      'nor may one address of the network ask for everybody',
    );
  });

  it('a new password ends the other sessions, and the session changes its id each time', async () => {
    const visitor = await world.visitor();
    const link = await linkFor('fix@out.example');
    await visitor.get('/sign-in');
    const planted = visitor.cookie('guichet') ?? assert.fail('a session waits');
    await choose(visitor, await visitor.get(link));
    const thief = await world.visitor();
    thief.setCookie('guichet', planted);
    assert.equal((await thief.get('/tickets')).path, '/sign-in?returnTo=%2Ftickets');
    const id = await idOf('fix@out.example');
    const other = await world.visitor();
    await signIn('fix@out.example', password, other);
    assert.equal((await sessionsOf(id)).length, 2);
    const account = await visitor.get('/preferences/account');
    const wrong = await visitor.press(account, 'Enregistrer le mot de passe', {
      current: 'non',
      password: 'une autre phrase, longue',
      again: 'une autre phrase, longue',
    });
    assert.deepEqual([wrong.status, wrong.reason('current')], [422, 'Ce n’est pas votre mot de passe actuel.']);
    const done = await visitor.press(account, 'Enregistrer le mot de passe', {
      current: password,
      password: 'une autre phrase, longue',
      again: 'une autre phrase, longue',
    });
    assert.match(done.notices.join(), /vos autres sessions sont fermées/);
    assert.equal((await sessionsOf(id)).length, 1);
    assert.equal((await other.get('/tickets')).path, '/sign-in?returnTo=%2Ftickets');
    assert.equal((await signIn('fix@out.example', password)).status, 422);
    assert.equal((await signIn('fix@out.example', 'une autre phrase, longue')).path, '/tickets');
  });

  it('one changes one’s name; people of the institution have no such page', async () => {
    const visitor = await openAccount('name@out.example');
    const account = await visitor.follow(await visitor.get('/'), 'Compte');
    const refused = await visitor.press(account, 'Enregistrer le nom', { name: 'admin@univ.example' });
    assert.deepEqual([refused.status, refused.value('name')], [422, 'admin@univ.example']);
    const renamed = await visitor.press(account, 'Enregistrer le nom', { name: '  Ada \n Lovelace ' });
    assert.match(renamed.texts('.topbar').join(), /Ada Lovelace/);
    const lea = await world.visitor();
    await lea.chooseAccount(await lea.get('/sign-in?by=cas'), 'lea');
    assert.equal((await lea.get('/preferences/account')).status, 404);
  });

  it('forms refuse what another site sends, and a sign-in that did not begin here', async () => {
    const visitor = await openAccount('csrf@out.example');
    const fields = { current: password, password: 'une autre phrase, longue', again: 'une autre phrase, longue' };
    assert.equal((await visitor.post('/preferences/account/password', fields)).status, 403);
    assert.equal((await signIn('csrf@out.example', password)).path, '/tickets', 'nothing changed');
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      for (const path of [
        '/sign-in',
        '/account/new',
        '/account/forgotten',
        '/account/link',
        '/preferences/account/name',
      ]) {
        const page = await (await world.visitor()).post(path, { mail: 'a@b.example' }, { headers });
        assert.equal(page.status, 403, path);
      }
    }
    const planted = await (await world.visitor()).post('/sign-in', { mail: 'csrf@out.example', password });
    assert.deepEqual([planted.status, planted.texts('h1').join()], [403, 'Connexion impossible']);
  });

  it('who is invited by address gets one link and nothing else before following it', async () => {
    const ticket = await campus.ticketOfLea();
    const invite = () => world.db.transaction((trx) => inviteOutsider(trx, 'Guest@out.example', new Date()));
    const [{ id }, again] = [await invite(), await invite()];
    assert.equal(again.id, id);
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: id });
    const marc = await world.visitor();
    await marc.chooseAccount(await marc.get('/sign-in?by=cas'), 'marc');
    await marc.press(await marc.get(`/tickets/${ticket.id}/actions/take-charge`), 'Prendre en charge le ticket');
    const received = (await world.newMails()).filter(({ to }) => to === 'guest@out.example');
    assert.deepEqual(
      received.map(({ subject }) => subject),
      ['Vous êtes attendu sur Assistance'],
    );
    assert.doesNotMatch(received[0]?.text ?? '', /Connexion impossible/);
    const guest = await world.visitor();
    await choose(guest, await guest.get(linkIn(received[0])));
    assert.equal((await guest.get(`/tickets/${ticket.id}`)).status, 200);
    await marc.press(await marc.get(`/tickets/${ticket.id}/actions/release`), 'Libérer le ticket');
    assert.equal((await world.newMails()).filter(({ to }) => to === 'guest@out.example').length, 1);
  });
});

describe('An outsider who turns out to be of the institution', () => {
  const mails: Record<string, string | Error> = {};
  let world: World;
  let campus: Campus;

  before(async () => {
    const directoryMail = async (login: string) => {
      const mail = mails[login] ?? null;
      if (mail instanceof Error) throw mail;
      return mail;
    };
    world = await aWorld({ env: { OUTSIDERS: 'on' }, directoryMail });
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  const anOutsider = async (mail: string): Promise<number> => {
    const [row] = await world
      .db('people')
      .insert({ kind: 'external', displayName: 'Léa Dehors', mail, mailVerifiedAt: new Date() })
      .returning('id');
    await world.db('passwords').insert({ personId: row.id, hash: 'scrypt$1$1$1$x$x', changedAt: new Date() });
    return row.id;
  };
  const comeByCas = async (login: string) => {
    const visitor = await world.visitor();
    return {
      visitor,
      page: await visitor.chooseAccount(await visitor.get('/sign-in?by=cas&returnTo=/tickets'), login),
    };
  };
  const accountOf = (id: number) => world.db('people').where({ id }).first();
  /** How many rows of each table still belong to somebody. */
  const belongings = async (personId: number) => {
    const { rows } = await world.db.raw(
      `select c.conrelid::regclass::text as name, a.attname as column_name from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' and c.confrelid = 'people'::regclass`,
    );
    const counts: Record<string, number> = {};
    for (const { name, columnName } of rows as { name: string; columnName: string }[]) {
      const [{ count }] = (await world.db.raw(`select count(*) from ${name} where ${columnName} = ${personId}`)).rows;
      if (count > 0) counts[`${name}.${columnName}`] = count;
    }
    return counts;
  };

  it('finds, at the first sign-in by CAS, all that the outsider had; the merge is logged, the old account closed', async () => {
    const outsider = await anOutsider('lea.dehors@perso.example');
    const [own, invited, both] = [await campus.ticketOfLea(), await campus.ticketOfLea(), await campus.ticketOfLea()];
    await world.db('tickets').where({ id: own.id }).update({ ownerId: outsider, creatorId: outsider });
    await world.db('ticketEvents').where({ ticketId: own.id }).update({ actorId: outsider });
    await world.db('ticketGuests').insert([
      { ticketId: invited.id, personId: outsider },
      { ticketId: own.id, personId: campus.zoe.id },
      { ticketId: both.id, personId: outsider },
      { ticketId: both.id, personId: campus.zoe.id },
    ]);
    await world.db('ticketWatches').insert([{ ticketId: invited.id, personId: outsider }]);
    await world.db('drafts').insert({ id: '0198a000-0000-7000-8000-000000000001', personId: outsider, fields: {} });
    mails.zoe = 'Lea.Dehors@perso.example';
    const { visitor } = await comeByCas('zoe');
    for (const ticket of [own, invited, both]) {
      assert.equal((await visitor.get(`/tickets/${ticket.id}`)).status, 200);
    }
    assert.deepEqual(await belongings(outsider), { 'person_merges.from_id': 1 });
    const [merge] = await world.db('personMerges');
    assert.deepEqual([merge.fromId, merge.intoId], [outsider, campus.zoe.id]);
    assert.deepEqual(
      [merge.moved['tickets.owner_id'], merge.moved['drafts.person_id'], merge.moved['ticket_guests.person_id']],
      [1, 1, 1],
    );
    const guests = await world.db('ticketGuests').where({ personId: campus.zoe.id }).orderBy('ticketId');
    assert.deepEqual(
      guests.map(({ ticketId }) => ticketId),
      [invited.id, both.id],
      'nobody is a guest of his own ticket, nor twice of another',
    );
    const closed = await accountOf(outsider);
    assert.deepEqual([closed.mail, closed.mergedInto], [null, campus.zoe.id]);
  });

  it('is not believed on the word of the CAS server, nor by a directory that does not know', async () => {
    const outsider = await anOutsider(campus.gil.mail);
    assert.equal((await comeByCas('gil')).page.path, '/tickets');
    assert.ok((await accountOf(outsider)).mail);
    mails.gil = 'another@univ.example';
    await comeByCas('gil');
    assert.ok((await accountOf(outsider)).mail);
  });

  it('signs in all the same when the directory is down, and is merged the next time, once', async () => {
    const outsider = await anOutsider('paul@perso.example');
    mails.paul = new Error('connect ECONNREFUSED');
    assert.equal((await comeByCas('paul')).page.path, '/tickets');
    assert.equal((await accountOf(outsider)).mergedInto, null);
    mails.paul = 'paul@perso.example';
    await Promise.all([comeByCas('paul'), comeByCas('paul')]);
    assert.equal((await accountOf(outsider)).mergedInto, campus.paul.id);
    assert.equal((await world.db('personMerges').where({ fromId: outsider })).length, 1);
  });
});

describe('When no mail can leave', () => {
  it('the account is asked for all the same, and its mail stays in the queue', async () => {
    const world = await aWorld({ smtpUrl: 'smtp://127.0.0.1:9', env: { OUTSIDERS: 'on' } });
    try {
      const visitor = await world.visitor();
      const page = await visitor.press(await visitor.get('/account/new'), 'Recevoir le lien', {
        mail: 'a@out.example',
      });
      assert.equal(page.status, 200);
      await world.work();
      const [link] = await world.db('accountLinks');
      assert.deepEqual([link.attempts, link.sentAt, link.failedAt], [1, null, null]);
      assert.match(link.lastError, /ECONNREFUSED/);
      const { rows } = await world.db.raw('select task_identifier from graphile_worker.jobs where attempts > 0');
      assert.deepEqual(rows, [{ taskIdentifier: 'account-letter' }]);
    } finally {
      await world.close();
    }
  });
});

describe('An installation without outsiders', () => {
  it('answers 404 where their accounts would be, and goes straight to the CAS', async () => {
    const world = await aWorld();
    try {
      const visitor = await world.visitor();
      for (const path of ['/account/new', '/account/forgotten', '/account/link?token=x']) {
        assert.equal((await visitor.get(path)).status, 404, path);
      }
      assert.equal((await visitor.post('/sign-in', { mail: 'a@b.example', password: 'x' })).status, 404);
      assert.equal(new URL((await visitor.get('/sign-in')).response.url).origin, world.casUrl);
    } finally {
      await world.close();
    }
  });
});

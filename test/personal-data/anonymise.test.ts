import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { foresee } from '../../src/personal-data/anonymise.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const gone = '[personne anonymisée]';

describe('Anonymiser une personne', () => {
  let world: World;
  let campus: Campus;
  let admin: Visitor;
  let marc: Visitor;
  let ticket: { id: number };
  let elsewhere: { id: number };
  let luce: { id: number };
  let chef: { id: number };

  const comment = async (visitor: Visitor, id: number, message: string, file?: string) => {
    const form = await visitor.get(`/tickets/${id}/actions/comment`);
    const files = file === undefined ? {} : { files: new File(['x'], file, { type: 'text/plain' }) };
    await visitor.press(form, 'Enregistrer le commentaire', { message, ...files });
  };

  before(async () => {
    world = await aWorld();
    const { db } = world;
    campus = await aCampus(db);
    chef = await aPerson(db, { login: 'chef', name: 'Chef Installation', admin: true });
    luce = await aPerson(db, { login: 'lbrémond4', name: 'Lucé Brémond-Hâtif', mail: 'luce.bremond@univ.example' });
    const visitors = await Promise.all(['chef', 'marc', 'lbrémond4'].map((login) => world.visitor(login)));
    admin = visitors[0] as Visitor;
    marc = visitors[1] as Visitor;
    const her = visitors[2] as Visitor;
    ticket = await campus.ticketOfLea({ ownerId: luce.id, subject: 'Compte lbrémond4 de Luce Bremond-Hatif' });
    elsewhere = await campus.ticketOfLea({ subject: 'Panne' });
    await db('ticketGuests').insert({ ticketId: elsewhere.id, personId: luce.id });
    await comment(
      her,
      ticket.id,
      'Je suis Lucé Brémond-Hâtif, <luce.bremond@univ.example>. Écrivez-moi !',
      'CV BRÉMOND-HÂTIF Lucé.pdf',
    );
    await comment(
      marc,
      ticket.id,
      '<p>Bonjour Mme Brémond-Hâtif&nbsp;Lucé, votre identifiant <b>lbrémond4</b>. est bon ; xlbrémond4y ne l’est pas.</p>',
    );
    const rename = await her.get(`/tickets/${ticket.id}/actions/change-subject`);
    const changed = await her.press(rename, 'Changer le sujet', {
      subject: 'Compte bloqué',
    });
    assert.equal(changed.status, 200);
    for (const path of ['watch', 'bookmark']) {
      await db(path === 'watch' ? 'ticketWatches' : 'bookmarks').insert({ ticketId: ticket.id, personId: luce.id });
    }
    const other = await campus.ticketOfLea({ subject: 'Demandez à Lucé  BREMOND-HATIF (luce.bremond@univ.example)' });
    await comment(marc, other.id, 'lbrémond4 est aussi un mot d’ailleurs');
    await world.mails();
    await db('emails').where({ personId: luce.id }).update({ lastError: '550 luce.bremond@univ.example inconnue' });
    await db('drafts').insert({
      id: '11111111-1111-4111-8111-111111111111',
      personId: luce.id,
      fields: { subject: 'Lucé Brémond-Hâtif' },
    });
    await her.press(await her.get('/preferences/data'), 'Demander mes données');
    await world.work();
  });
  after(() => world.close());

  const pathOf = (person: { id: number }) => `/administration/people/${person.id}`;
  /** All that the database says, the queue and the sessions included. */
  const everything = async () => {
    const tables = await world.db.raw(`select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`);
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await world.db.raw(`select x::text as row from ${name} x`);
      for (const { row } of rows) texts.push(`${name}: ${row}`);
    }
    return texts;
  };

  it('est réservé aux administrateurs', async () => {
    assert.equal((await marc.get('/administration/people')).status, 403);
    assert.equal((await marc.get(pathOf(luce))).status, 403);
    assert.equal((await admin.get('/administration/people/999999')).status, 404);
  });

  it('trouve la personne par son nom, son identifiant ou son adresse', async () => {
    const page = await admin.follow(await admin.get('/administration'), 'Personnes');
    for (const q of ['luce bremond', 'lbrémond4', 'LUCE.BREMOND@univ.example']) {
      const found = await admin
        .press(page, 'Rechercher')
        .then(() => admin.get(`/administration/people?q=${encodeURIComponent(q)}`));
      assert.deepEqual(found.texts('main .title'), ['Lucé Brémond-Hâtif'], q);
      assert.equal(found.link('Anonymiser… Lucé Brémond-Hâtif'), pathOf(luce));
    }
    assert.match((await admin.get('/administration/people?q=personne+ainsi')).text, /Personne ne répond/);
  });

  it('dit d’abord ce qui changerait, exactement, et ne change rien', async () => {
    const before = await everything();
    const page = await admin.press(await admin.get(pathOf(luce)), 'Voir ce qui changerait');
    assert.equal(page.status, 200);
    const facts = Object.fromEntries(
      page.texts('main section dt').map((label, rank) => [label, page.texts('main section dd')[rank]]),
    );
    assert.deepEqual(facts, {
      'Fichiers déposés': '1',
      'Courriels reçus': String((await world.db('emails').where({ personId: luce.id })).length),
      'Lignes d’historique': '3',
      'Tickets créés': '1',
      'Tickets dont elle est propriétaire': '1',
      Signets: '1',
      'Archives de ses données': '1',
      'Courriels reçus dans l’heure': '1',
      Brouillons: '1',
      Invitations: '1',
      'Marques de lecture et historique': facts['Marques de lecture et historique'],
      'Tickets suivis': '1',
      'Sujets de tickets': '1',
      Messages: '2',
      'Noms de fichiers': '1',
      'Phrases de l’historique': '1',
    });
    assert.match(page.text, /1 session ouverte sera fermée/);
    const after = await everything();
    const said = (all: string[]) => all.filter((line) => !line.startsWith('public.sessions')).sort();
    assert.deepEqual(said(after), said(before));
  });

  it('demande de taper l’identifiant, et revient avec la raison', async () => {
    const page = await admin.press(await admin.get(pathOf(luce)), 'Voir ce qui changerait');
    const refused = await admin.press(page, 'Anonymiser', { confirmation: 'oui' });
    assert.equal(refused.status, 422);
    assert.equal(refused.reason('confirmation'), 'Tapez exactement « lbrémond4 » pour confirmer.');
    assert.equal(refused.value('confirmation'), 'oui');
    assert.equal((await world.db('people').where({ id: luce.id }).first()).displayName, 'Lucé Brémond-Hâtif');
  });

  it('refuse soi-même, et qui gère encore des tickets ouverts, en disant quoi faire', async () => {
    assert.match((await admin.get(pathOf(chef))).text, /votre propre compte : demandez-le à un autre administrateur/);
    const handled = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.nadia.id });
    const page = await admin.get(pathOf(campus.nadia));
    assert.match(
      page.text,
      /gère encore 1 ticket ouvert \(DNUM\) : assignez-le à quelqu’un d’autre, ou libérez-le d’abord/,
    );
    const _csrf = page.token;
    for (const [person, typed] of [
      [chef, 'chef'],
      [campus.nadia, 'nadia'],
    ] as const) {
      await admin.post(pathOf(person), { _csrf, intent: 'anonymise', confirmation: typed });
      assert.equal((await world.db('people').where({ id: person.id }).first()).anonymisedAt, null);
    }
    await world.db('tickets').where({ id: handled.id }).update({ status: 'free', handlerId: null });
    assert.equal(
      (await foresee(world.db, { personId: chef.id, actorId: campus.lea.id }, new Date())).ok,
      false,
      'le dernier administrateur',
    );
  });

  it('ne laisse nulle part ni nom, ni identifiant, ni adresse ; les chiffres restent', async () => {
    const figures = async () =>
      (
        await world.db.raw(
          'select (select count(*) from tickets) as t, (select count(*) from ticket_events) as e, (select count(*) from emails) as m',
        )
      ).rows[0];
    const before = await figures();
    const page = await admin.press(await admin.get(pathOf(luce)), 'Voir ce qui changerait');
    const done = await admin.press(page, 'Anonymiser', { confirmation: ' LBRÉMOND4' });
    assert.deepEqual(done.notices, ['La personne est anonymisée : plus rien ne dit qui elle était.']);
    assert.deepEqual(await figures(), before);
    const named = /luc[eé][\s&;nbsp]+br[eé]mond|br[eé]mond-h[aâ]tif|luce\.bremond|(?<!x)lbrémond4(?!y)/i;
    const said = (await everything()).filter((line) => named.test(line));
    // elsewhere than in the tickets of the person, a login may be a word like another
    assert.deepEqual(
      said.filter((line) => !line.includes('est aussi un mot d’ailleurs')),
      [],
    );
    assert.match(done.text, /Dernières anonymisations .*par Chef Installation/);
  });

  it('met « [personne anonymisée] » dans les sujets, les messages et les noms de fichiers', async () => {
    const page = await marc.get(`/tickets/${ticket.id}`);
    assert.match(page.text, new RegExp(`Je suis ${gone.replace(/[[\]]/g, '\\$&')}`));
    assert.ok(
      page.text.includes(`Bonjour Mme ${gone}, votre identifiant ${gone}. est bon ; xlbrémond4y ne l’est pas.`),
      page.text,
    );
    assert.ok(page.text.includes(`CV ${gone}.pdf`));
    assert.ok(
      page.history.some((line) => line.includes(`Compte ${gone} de ${gone}`)),
      page.history.join('\n'),
    );
    assert.match(page.text, /Personne anonymisée a ajouté un commentaire/);
    const list = await marc.get('/tickets?mode=managed&state=all');
    assert.ok(list.text.includes(`Demandez à ${gone} (${gone})`));
    assert.match((await marc.get(`/people/${luce.id}`)).text, /^Personne anonymisée|PA Personne anonymisée/);
  });

  it('ferme le compte : sessions, recherche, archive, et l’identifiant resservi ouvre un compte neuf', async () => {
    assert.equal(
      await world
        .db('sessions')
        .whereRaw("sess ->> 'personId' = ?", [String(luce.id)])
        .first(),
      undefined,
    );
    assert.deepEqual(
      (await admin.get('/administration/people?q=personne+anonymisee')).texts('main section + .rows .title'),
      [],
    );
    assert.equal((await admin.get(pathOf(luce))).status, 404);
    const [again] = await world
      .db('people')
      .insert({ login: 'lbrémond4', displayName: 'Louis Brémond' })
      .returning('id');
    assert.notEqual(again.id, luce.id);
    const louis = await world.visitor('lbrémond4');
    assert.equal((await louis.get(`/tickets/${ticket.id}`)).status, 404);
  });

  it('garde qui l’a fait, quand et combien, sans nom', async () => {
    const [row, ...others] = await world.db('anonymisations');
    assert.deepEqual([row.personId, row.actorId, others.length], [luce.id, chef.id, 0]);
    assert.equal(
      row.counts.known.find((one: { label: string }) => one.label === 'Tickets dont elle est propriétaire').count,
      1,
    );
  });

  it('n’efface pas les mots d’un homonyme', async () => {
    const { db } = world;
    const one = await aPerson(db, { login: 'jmartin1', name: 'Jean Martin' });
    await aPerson(db, { login: 'jmartin2', name: 'Jean Martin' });
    const far = await campus.ticketOfLea({ subject: 'Ordinateur de Jean Martin' });
    const near = await campus.ticketOfLea({ subject: 'Jean Martin', ownerId: one.id });
    const page = await admin.press(await admin.get(pathOf(one)), 'Voir ce qui changerait');
    await admin.press(page, 'Anonymiser', { confirmation: 'jmartin1' });
    assert.equal((await db('tickets').where({ id: far.id }).first()).subject, 'Ordinateur de Jean Martin');
    assert.equal((await db('tickets').where({ id: near.id }).first()).subject, gone);
  });
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { readSearch } from '../../src/tickets/search/query.ts';
import { noteWordShares } from '../../src/tickets/search/word-shares.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager, aService } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Recherche', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let zoe: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc, zoe] = await Promise.all([world.visitor('lea'), world.visitor('marc'), world.visitor('zoe')]);
  });
  after(() => world.close());

  const say = (ticket: { id: number }, text: string, audience = 'managers-owner-guests', actorId = campus.marc.id) =>
    world.db('ticketEvents').insert({
      ticketId: ticket.id,
      batch: randomUUID(),
      action: 'comment',
      actorId,
      at: new Date(),
      audience,
      messageHtml: `<p>${text}</p>`,
      messageText: text,
    });
  const search = (visitor: Visitor, words: string) => visitor.get(`/search?${new URLSearchParams({ q: words })}`);
  const found = async (visitor: Visitor, words: string) => (await search(visitor, words)).texts('.hits a.title');

  it('un numéro mène à son ticket', async () => {
    const ticket = await campus.ticketOfLea();
    assert.equal((await search(lea, String(ticket.id))).path, `/tickets/${ticket.id}`);
    assert.equal((await search(lea, `n°${ticket.id}`)).path, `/tickets/${ticket.id}`);
    const hidden = await search(zoe, String(ticket.id));
    const absent = await search(zoe, '99999');
    assert.match(hidden.text, /n’existe pas ou ne vous est pas visible\. Ce nombre a été cherché dans les textes\./);
    assert.equal(hidden.text.replaceAll(String(ticket.id), 'N'), absent.text.replaceAll('99999', 'N'));
    await campus.ticketOfLea({ subject: 'Erreur 50404 au démarrage' });
    assert.deepEqual(await found(lea, '50404'), ['Erreur 50404 au démarrage'], 'a number is also a word');
  });

  it('les mots se cherchent sans accents ni terminaisons, dans le sujet et dans les messages', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Vidéoprojecteur de l’amphithéâtre' });
    await say(ticket, 'Les élèves du troisième étage n’entendent rien.');
    for (const words of ['videoprojecteur', 'eleve etage', 'ÉLÈVES', 'amphithéâtres', '"troisième étage"'])
      assert.deepEqual(await found(lea, words), ['Vidéoprojecteur de l’amphithéâtre'], words);
    assert.deepEqual(await found(lea, 'vidéoprojecteur -amphithéâtre'), []);
  });

  it('des mots répartis entre le sujet et un message se trouvent aussi', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Imprimante' });
    await say(ticket, 'Bourrage dans la résidence Zénith.');
    assert.deepEqual(await found(lea, 'imprimante zénith'), ['Imprimante']);
  });

  it('un mot qui est partout, avec un mot rare, se cherche là où est le mot rare', async () => {
    const { id } = await campus.ticketOfLea({ subject: 'Borne sans réseau' });
    await campus.ticketOfLea({ subject: 'Borne éteinte' });
    await say({ id }, 'Le réseau tombe près de l’alambic.');
    await say({ id }, 'Un alambic, sans rien de plus.');
    const { library, loans } = campus;
    const loan = await campus.ticketOfLea({ serviceId: library.id, categoryId: loans.id, subject: 'Prêt' });
    await say(loan, 'Un prêt du réseau.');
    await world.db.raw(
      `insert into ticket_events (ticket_id, batch, action, at, audience, message_html, message_text)
      select ?, gen_random_uuid(), 'comment', now(), 'managers', '', 'réseau ' || i from generate_series(1, 300) i`,
      [id],
    );
    await world.db.raw('analyze ticket_events, ticket_subjects');
    assert.ok((await noteWordShares(world.db)) > 0);
    const page = await search(lea, 'réseau alambic');
    assert.deepEqual(page.texts('.hits a.title'), ['Borne sans réseau']);
    assert.match(page.text, /réseau tombe près de l’alambic/);
    assert.deepEqual(await found(lea, 'éteinte réseau alambic'), []);
    const ofFour = await world.db.raw(
      "select ticket from found_by_words('reseau', 0, array[?, -1, -2, -3]::integer[], null, 100, 0) where event is not null",
      [library.id],
    );
    assert.deepEqual(
      ofFour.rows,
      [{ ticket: loan.id }],
      'what is said elsewhere does not hide what is said in one’s services',
    );
    const [{ rare }] = (await world.db.raw("select rare::text from rare_words('reseau & alamb')")).rows;
    assert.equal(rare, "'alamb'", 'the index is asked for the rare word alone');
    await world.db.raw(
      `insert into ticket_events (ticket_id, batch, action, at, audience, message_html, message_text)
      select ?, gen_random_uuid(), 'comment', now(), 'managers', '', 'relance' from generate_series(1, 4000)`,
      [id],
    );
    const latest = await world.db.raw(
      "select event from found_by_words('reseau', 0, null, null, 100, 50) where likely",
    );
    assert.ok(latest.rows.length > 50, 'what is written in a row without the word does not hide it');
  });

  it('une faute de frappe trouve les sujets proches, et le dit', async () => {
    const { id } = await campus.ticketOfLea({ subject: 'Ordinateur portable en panne' });
    const page = await search(lea, 'ordinatuer');
    assert.deepEqual(page.texts('.hits a.title'), ['Ordinateur portable en panne']);
    assert.match(page.text, /en voici dont le sujet s’en approche/);
    await world.db('tickets').where({ id }).update({ subject: 'Poste portable en panne' });
    const words = await world.db('subjectWords').whereIn('word', ['ordinateur', 'poste', 'panne']).orderBy('word');
    assert.deepEqual(words, [{ word: 'panne' }, { word: 'poste' }], 'what no subject holds any more is not kept');
  });

  it('un texte caché n’est jamais trouvé, ni par extrait, ni par proximité', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Clé perdue' });
    await say(ticket, 'Soupçon de chrysalide.', 'managers');
    assert.deepEqual(await found(marc, 'chrysalide'), ['Clé perdue']);
    for (const visitor of [lea, zoe]) {
      assert.deepEqual(await found(visitor, 'chrysalide'), []);
      assert.deepEqual(await found(visitor, 'clé chrysalide'), []);
    }
    assert.deepEqual(await found(zoe, 'clé perdue'), []);
    assert.deepEqual(await found(zoe, 'clés perdeus'), []);
  });

  it('qui gère beaucoup de services ne trouve d’un mot fréquent que ce qu’il peut lire', async () => {
    for (const label of ['Sport', 'Culture', 'Logement'])
      await aManager(world.db, (await aService(world.db, { label })).id, campus.rose.id);
    await world.db('wordShares').insert({ word: 'opal', texts: 0.5, subjects: 0.01 });
    const loan = { serviceId: campus.library.id, categoryId: campus.loans.id };
    await say(await campus.ticketOfLea({ ...loan, subject: 'Prêt d’opale' }), 'L’opale est rendue.', 'managers');
    await say(await campus.ticketOfLea({ subject: 'Privé' }), 'L’opale du wifi.', 'managers');
    await say(await campus.ticketOfLea({ subject: 'Privé aussi' }), 'L’opale, pour tous ceux d’ici.', 'everyone');
    const page = await search(await world.visitor('rose'), 'opale');
    assert.deepEqual(page.texts('.hits a.title'), ['Prêt d’opale']);
    assert.match(page.text, /est rendue/);
    assert.deepEqual((await found(marc, 'opale')).sort(), ['Privé', 'Privé aussi']);
  });

  it('un ticket confidentiel n’est trouvé que par les membres de sa catégorie', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.nadia.id });
    await campus.ticketOfLea({ categoryId: secret.id, subject: 'Signalement xylophone' });
    const nadia = await world.visitor('nadia');
    assert.deepEqual(await found(nadia, 'xylophone'), ['Signalement xylophone']);
    assert.deepEqual(await found(marc, 'xylophone'), []);
  });

  it('le nom que cache un service anonyme n’est pas un moyen de trouver ses tickets', async () => {
    await world.db('services').where({ id: campus.dnum.id }).update({ anonymous: true });
    await campus.ticketOfLea({
      subject: 'Écran bleu',
      anonymous: true,
      handlerId: campus.nadia.id,
      status: 'in-progress',
    });
    assert.deepEqual(await found(lea, 'écran gestionnaire:nadia'), []);
    assert.deepEqual(await found(marc, 'écran gestionnaire:nadia'), ['Écran bleu']);
    await world.db('services').where({ id: campus.dnum.id }).update({ anonymous: false });
  });

  it('les critères filtrent : statut, service, propriétaire, gestionnaire, dates', async () => {
    await campus.ticketOfLea({
      subject: 'Quartz libre',
      createdAt: new Date('2025-06-01T10:00:00Z'),
    });
    await campus.ticketOfLea({ subject: 'Quartz pris', handlerId: campus.marc.id, status: 'in-progress' });
    assert.deepEqual(await found(marc, 'quartz statut:libre'), ['Quartz libre']);
    assert.deepEqual(await found(marc, 'quartz gestionnaire:moi'), ['Quartz pris']);
    assert.deepEqual(await found(marc, 'quartz avant:2026-01-01'), ['Quartz libre']);
    // a day begins at midnight of the institution, not of the database
    await campus.ticketOfLea({ subject: 'Onyx de minuit', createdAt: new Date('2025-12-31T23:30:00Z') });
    assert.deepEqual(await found(marc, 'onyx après:2026-01-01'), ['Onyx de minuit']);
    assert.deepEqual(await found(marc, 'onyx avant:2026-01-01'), []);
    assert.deepEqual((await found(marc, 'quartz service:dnum de:martin')).length, 2);
    assert.deepEqual(await found(marc, 'quartz service:bu'), []);
    for (const mine of ['quartz de:moi', 'from:me quartz']) {
      assert.equal((await found(lea, mine)).length, 2);
      assert.deepEqual(await found(marc, mine), []);
    }
    await campus.ticketOfLea({ subject: 'Quartz de Marc', ownerId: campus.marc.id });
    assert.deepEqual(await found(marc, 'de:moi'), ['Quartz de Marc'], 'without a word too');
    const page = await search(marc, 'quartz statut:inconnu');
    assert.match(page.text, /statut:inconnu Écrivez statut:ouverts, statut:clos, ou un état/);
  });

  it('un nom mal écrit trouve le plus proche, seulement là où il est visible', async () => {
    await campus.ticketOfLea({ subject: 'Topaze' });
    const page = await search(marc, 'topaze de:martni');
    assert.deepEqual(page.texts('.hits a.title'), ['Topaze']);
    assert.match(page.text, /en voici de Léa Martin/);
    assert.doesNotMatch((await search(zoe, 'de:martni')).text, /Léa/);
    assert.doesNotMatch((await search(marc, 'topaze de:xyzzy')).text, /en voici/);
  });

  it('ce qui n’est pas compris est dit, avec ce qu’il faut écrire', async () => {
    const text = async (words: string) => (await search(marc, words)).text;
    assert.match(await text('objet:wifi'), /objet:wifi Ce n’est pas un critère ; il y a statut:, service:/);
    assert.match(await text('wifi avant:demain'), /avant:demain Écrivez une date/);
    assert.match(await text('wifi avant:2026-02-30'), /avant:2026-02-30 Écrivez une date/);
    assert.match(await text('wifi statut:'), /statut: Écrivez statut:ouverts/);
    assert.match(await text('wifi archivés:peut-être'), /Écrivez archivés:oui/);
    assert.doesNotMatch(await text('https://ent.univ.example 12:30'), /pas un critère/);
  });

  it('les tickets archivés ne se cherchent que sur demande', async () => {
    await campus.ticketOfLea({ subject: 'Obsidienne', status: 'approved', archivedAt: new Date() });
    assert.deepEqual(await found(lea, 'obsidienne'), []);
    assert.deepEqual(await found(lea, 'obsidienne archivés:oui'), ['Obsidienne']);
  });

  it('l’extrait montre ce qui est trouvé, échappé', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Balises' });
    await say(ticket, 'Voici <b>malachite</b> & <script>alert(1)</script>');
    const page = await search(lea, 'malachite');
    assert.deepEqual(page.texts('.excerpt mark'), ['malachite']);
    assert.ok(!page.html.includes('<script>alert(1)'));
  });

  it('aucune saisie ne fait d’erreur', async () => {
    for (const words of [
      "'",
      '"',
      '((',
      'a & | !',
      '-',
      '%',
      '\\',
      ':',
      'statut:',
      '\u0000x',
      'é'.repeat(600),
      'le la les',
    ])
      assert.equal((await search(lea, words)).status, 200, words);
  });

  it('ce qui est ancien se trouve dans ses tickets et dans son service, que le mot soit rare ou partout', async () => {
    const old = await campus.ticketOfLea({ subject: 'Citrine ancienne' });
    const told = await campus.ticketOfLea({ subject: 'Pierre ancienne' });
    await say(told, 'Une citrine de plus.');
    for (const table of ['tickets', 'ticket_events'])
      await world.db.raw(`alter table ${table} alter column id restart with 3000000`);
    await campus.ticketOfLea({ subject: 'Citrine récente' });
    await say(old, 'Plus rien.');
    for (const share of [null, 0.0001, 0.01, 0.05, 0.5]) {
      await world.db('wordShares').insert({ word: 'citrin', texts: share, subjects: share }).onConflict('word').merge();
      for (const visitor of [lea, marc])
        assert.deepEqual(
          (await found(visitor, 'citrine')).sort(),
          ['Citrine ancienne', 'Citrine récente', 'Pierre ancienne'],
          `${share}`,
        );
      assert.deepEqual(await found(zoe, 'citrine'), []);
    }
  });
});

describe('Ce que dit une recherche', () => {
  it('se lit mot à mot', () => {
    const query = readSearch(
      'wifi "hors service" -résolu statut:ouvert service:"Direction du numérique" gestionnaire:moi',
    );
    assert.equal(query.words, 'wifi "hors service" -résolu');
    assert.deepEqual(query.statuses, ['free', 'in-progress', 'incomplete', 'postponed']);
    assert.equal(query.service, 'Direction du numérique');
    assert.equal(query.handler, 'me');
    const english = readSearch('status:"in progress" from:martin handler:nobody since:31/01/2026 archived:yes');
    assert.deepEqual(
      [english.statuses, english.owner, english.handler, english.after, english.archived],
      [['in-progress'], 'martin', 'nobody', '2026-01-31', true],
    );
    const named = (status: string) => readSearch(`statut:${status}`).statuses;
    assert.deepEqual(
      [named('approuvé'), named('en-cours'), named('reporte')],
      [['approved'], ['in-progress'], ['postponed']],
    );
  });
});

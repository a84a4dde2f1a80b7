import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { readAllAttributes } from '../../src/people/directory/attributes.ts';
import { DirectoryDown } from '../../src/people/directory/connection.ts';
import { markDepartures } from '../../src/people/directory/departures.ts';
import { openDirectory } from '../../src/people/directory/directory.ts';
import { noRules, type Rules } from '../../src/services/visibility/rules.ts';
import { editRules } from '../../src/services/visibility/versions.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import { peopleDn, reader, structuresDn } from '../support/slapd/entries.ts';
import { aDirectoryServer, type DirectoryServer, withoutSlapd } from '../support/slapd.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const people = [
  {
    uid: 'nouvelle',
    name: 'Nora Nouvelle',
    others: { supannAutreMail: 'nora@ancien.example', supannEntiteAffectationPrincipale: 'DNUM' },
  },
  { uid: 'rouge', name: 'Rose Rougeoyante', others: { supannListeRouge: 'TRUE' } },
  { uid: 'same1', name: 'Paule Partage', mail: 'partage@univ.example' },
  { uid: 'same2', name: 'Paule Partagée', mail: 'partage@univ.example' },
  { uid: 'tard', name: 'Tom Tardif' },
  { uid: 'lea', name: 'Léa Martin' },
];

describe('Vivre avec un annuaire, et sans lui quand il tombe', { skip: withoutSlapd }, () => {
  let server: DirectoryServer;
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    server = await aDirectoryServer(people, { crowd: 50 });
    const env = {
      LDAP_URLS: server.url,
      LDAP_BIND_DN: reader.dn,
      LDAP_BIND_PASSWORD: reader.password,
      LDAP_BASE_DN: peopleDn,
      LDAP_STRUCTURES_DN: structuresDn,
    };
    world = await aWorld({ env });
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
  });
  after(async () => {
    await world.close();
    await server.close();
  });

  const invite = async (visitor: Visitor, who: string) => {
    const ticket = await campus.ticketOfLea();
    return visitor.press(await visitor.get(`/tickets/${ticket.id}/actions/invite`), 'Inviter', { who });
  };
  const account = (login: string) => world.db('people').where({ login }).first();
  const search = async (visitor: Visitor, text: string) =>
    JSON.parse(
      (await visitor.get(`/people/search?${new URLSearchParams({ q: text })}`, { accept: 'application/json' })).html,
    ) as { people: { label: string; hint: string }[]; note: string | null };

  it('la recherche montre qui n’est jamais venu', async () => {
    assert.deepEqual((await search(lea, 'nouvelle nor')).people, [
      {
        value: 'nouvelle',
        label: 'Nora Nouvelle',
        hint: 'Étudiant · Direction du numérique · nouvelle',
        checked: false,
      },
    ]);
  });

  it('inviter par une autre adresse crée le compte de la personne, et son courriel part à son adresse', async () => {
    const page = await invite(lea, 'Nora@Ancien.example');
    assert.deepEqual(page.notices, ['Votre invitation est envoyée.']);
    const { displayName, mail, kind, entity } = await account('nouvelle');
    assert.deepEqual(
      { displayName, mail, kind, entity },
      { displayName: 'Nora Nouvelle', mail: 'nouvelle@univ.example', kind: 'cas', entity: 'Direction du numérique' },
    );
    assert.ok((await world.newMails()).some(({ to }) => to === 'nouvelle@univ.example'));
  });

  it('une adresse partagée est refusée avec sa raison', async () => {
    const page = await invite(lea, 'partage@univ.example');
    assert.equal(
      page.reason('who'),
      'partage@univ.example est l’adresse de plusieurs personnes : indiquez un identifiant.',
    );
    await invite(lea, 'same1');
    assert.ok(await account('same1'));
  });

  it('la liste rouge : un usager ne la trouve pas, même par l’identifiant ; un gestionnaire l’invite par lui', async () => {
    assert.equal((await invite(lea, 'rouge')).status, 422);
    assert.deepEqual((await search(lea, 'rouge')).people, []);
    assert.deepEqual((await search(marc, 'rougeoyante')).people, []);
    assert.deepEqual(
      (await search(marc, 'rouge')).people.map(({ label }) => label),
      ['Rose Rougeoyante'],
    );
    assert.equal((await invite(marc, 'rouge@univ.example')).status, 200);
    assert.equal((await account('rouge')).unlisted, true);
    assert.equal((await invite(lea, 'rouge')).status, 422, 'connue de l’application, elle reste cachée aux usagers');
    assert.deepEqual((await search(lea, 'rougeoyante')).people, []);
  });

  it('qui disparaît de l’annuaire est marqué, sauf s’il vient de se connecter', async () => {
    const directory = openDirectory(world.config.directory ?? assert.fail(), () => {});
    const old = new Date(Date.now() - 30 * 86_400_000);
    for (let rank = 0; rank < 10; rank++) await aPerson(world.db, { login: `etu${rank}` });
    await aPerson(world.db, { login: 'parti', name: 'Pia Partie' });
    await world.db('people').where({ login: 'parti' }).update({ lastSeenAt: old });
    const marked = await markDepartures(world.db, directory, new Date());
    assert.ok(marked > 0);
    assert.ok((await account('parti')).leftAt);
    assert.equal((await account('etu3')).leftAt, null);
    assert.equal((await account('marc')).leftAt, null, 'il n’est pas dans l’annuaire, mais vient de se connecter');
    await world.db('people').update({ leftAt: null });
  });

  const asking = (...names: string[]): Rules => ({
    ...noRules,
    conditions: [
      {
        id: randomUUID(),
        name: 'Composante',
        description: '',
        groups: [
          names.map((name) => ({
            kind: 'attribute',
            not: false,
            name,
            compares: 'equals',
            capitals: 'ignored',
            value: 'UFR-SHS',
          })),
        ],
      },
    ],
  });
  const ask = async (...names: string[]) => {
    const edit = { done: 'imported', about: '', actorId: campus.marc.id, at: new Date() } as const;
    await editRules(world.db, edit, () => asking(...names));
  };
  const kept = async (login: string) => {
    const { attributes, directoryAttributes } = await account(login);
    return { ...attributes, ...directoryAttributes };
  };

  it('de l’annuaire, ce que les règles demandent est gardé, à la connexion et par le travailleur, et rien d’autre', async () => {
    await world.visitor('lea');
    assert.deepEqual(await kept('lea'), {});
    await ask('supannEntiteAffectationPrincipale', 'roomNumber');
    assert.equal((await world.db('graphile_worker.jobs').where({ taskIdentifier: 'read-attributes' })).length, 1);
    await world.visitor('lea');
    assert.deepEqual(await kept('lea'), { supannentiteaffectationprincipale: ['UFR-SHS'], roomnumber: [] });
    assert.deepEqual(await kept('nouvelle'), {});
    const directory = openDirectory(world.config.directory ?? assert.fail(), () => {});
    await readAllAttributes(world.db, directory);
    assert.deepEqual((await kept('nouvelle')).supannentiteaffectationprincipale, ['DNUM']);
    assert.deepEqual(await kept('marc'), { supannentiteaffectationprincipale: [], roomnumber: [] });
    await ask('roomNumber');
    await world.visitor('lea');
    assert.deepEqual(await kept('lea'), { roomnumber: [] });
    await ask('supannEntiteAffectationPrincipale');
    await world.visitor('lea');
  });

  it('annuaire arrêté : se connecter, déposer, agir et inviter des personnes connues restent possibles', async () => {
    await server.stop();
    await world.visitor('lea');
    assert.deepEqual((await account('lea')).directoryAttributes, { supannentiteaffectationprincipale: ['UFR-SHS'] });
    const nadia = await world.visitor('nadia');
    const form = await nadia.get(`/tickets/new/${campus.wifi.id}`);
    const filed = await nadia.press(form, 'Créer le ticket', { subject: 'Panne', message: 'Bonjour', owner: 'zoe' });
    assert.match(filed.path, /^\/tickets\/\d+$/);
    assert.deepEqual((await invite(lea, 'zoe, nouvelle@univ.example')).notices, ['Votre invitation est envoyée.']);
    const page = await invite(lea, 'zoe, tard');
    assert.equal(page.status, 422);
    assert.equal(
      page.reason('who'),
      'tard n’a pas pu être recherché : l’annuaire ne répond pas. Réessayez dans quelques minutes.',
    );
    const found = await search(lea, 'passante');
    assert.deepEqual(
      found.people.map(({ label }) => label),
      ['Zoé Passante'],
    );
    assert.match(found.note ?? '', /L’annuaire ne répond pas/);
  });

  it('annuaire arrêté ou vide : personne n’est marqué comme parti', async () => {
    await world.db('people').update({ leftAt: null, lastSeenAt: null });
    const down = openDirectory(world.config.directory ?? assert.fail(), () => {});
    await assert.rejects(() => markDepartures(world.db, down, new Date()), DirectoryDown);
    const empty = await aDirectoryServer([]);
    const settings = { ...(world.config.directory ?? assert.fail()), urls: [empty.url] };
    assert.equal(
      await markDepartures(
        world.db,
        openDirectory(settings, () => {}),
        new Date(),
      ),
      0,
    );
    await empty.close();
    const [left] = await world.db('people').whereNotNull('leftAt').count();
    assert.equal(left?.count, 0);
  });
});

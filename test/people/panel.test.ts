import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aTicket } from '../support/rows.ts';
import { peopleDn, reader, structuresDn } from '../support/slapd/entries.ts';
import { aDirectoryServer, type DirectoryServer, withoutSlapd } from '../support/slapd.ts';
import { aWorld, type World } from '../support/world.ts';

describe('« Afficher Informations » sur une personne', () => {
  let world: World;
  let campus: Campus;
  let ticket: { id: number };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    ticket = await campus.ticketOfLea({ subject: 'Wifi de Léa' });
    const { library, loans, lea } = campus;
    await aTicket(world.db, { serviceId: library.id, categoryId: loans.id, ownerId: lea.id, subject: 'Livre secret' });
  });
  after(() => world.close());

  const status = async (login: string, id: number) => (await (await world.visitor(login)).get(`/people/${id}`)).status;

  it('mène du ticket à ce que le gestionnaire peut en voir, sans les tickets des autres services', async () => {
    const marc = await world.visitor('marc');
    const page = await marc.follow(await marc.get(`/tickets/${ticket.id}`), 'Afficher Informations');
    assert.equal(page.status, 200);
    assert.match(page.text, /lea@univ\.example/);
    assert.match(page.text, /Wifi de Léa/);
    assert.doesNotMatch(page.text, /Livre secret/);
  });

  it('dit les services gérés et le départ', async () => {
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.rose.id });
    await world.db('people').where({ id: campus.rose.id }).update({ leftAt: new Date() });
    const page = await (await world.visitor('marc')).get(`/people/${campus.rose.id}`);
    assert.match(page.text, /Gestionnaire de ?BU/);
    assert.match(page.text, /n’est plus dans l’annuaire depuis/);
  });

  it('n’existe pas pour qui ne gère aucun ticket de la personne', async () => {
    assert.equal(await status('marc', campus.zoe.id), 404);
    assert.equal(await status('rose', campus.gil.id), 404);
    assert.equal(await status('marc', 999_999), 404);
    assert.equal(await status('lea', campus.lea.id), 403);
    const lea = await world.visitor('lea');
    assert.doesNotMatch((await lea.get(`/tickets/${ticket.id}`)).text, /Afficher Informations/);
  });
});

describe('Les faits de l’annuaire dans ce panneau', { skip: withoutSlapd }, () => {
  let server: DirectoryServer;
  let world: World;

  before(async () => {
    const others = { roomNumber: 'B 12', supannCodeINE: '1234567890A', telephoneNumber: '+33 1 00 00 00 00' };
    server = await aDirectoryServer([
      { uid: 'lea', name: 'Léa Martin', others },
      { uid: 'zoe', name: 'Zoé Passante', others: { ...others, supannListeRouge: 'TRUE' } },
    ]);
    const bind = { LDAP_BIND_DN: reader.dn, LDAP_BIND_PASSWORD: reader.password };
    const places = { LDAP_URLS: server.url, LDAP_BASE_DN: peopleDn, LDAP_STRUCTURES_DN: structuresDn };
    world = await aWorld({ env: { ...bind, ...places, PERSON_FACTS: 'roomNumber=Bureau, supannCodeINE=INE' } });
  });
  after(async () => {
    await world.close();
    await server.close();
  });

  it('sont ceux que l’établissement a choisis, jamais le code INE, et aucun de la liste rouge', async () => {
    const campus = await aCampus(world.db);
    await campus.ticketOfLea();
    await campus.ticketOfLea({ ownerId: campus.zoe.id });
    const marc = await world.visitor('marc');
    const lea = await marc.get(`/people/${campus.lea.id}`);
    assert.match(lea.text, /Bureau ?B 12/);
    assert.doesNotMatch(lea.html, /1234567890A|33 1 00/);
    await world.db('people').where({ id: campus.zoe.id }).update({ unlisted: true });
    const zoe = await marc.get(`/people/${campus.zoe.id}`);
    assert.match(zoe.text, /sur liste rouge/);
    assert.doesNotMatch(zoe.text, /B 12/);
  });
});

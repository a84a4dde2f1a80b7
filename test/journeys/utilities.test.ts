import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import { peopleDn, reader, structuresDn } from '../support/slapd/entries.ts';
import { aDirectoryServer, withoutSlapd } from '../support/slapd.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const here = '/administration/utilities';
const press = 'M’envoyer un courriel d’essai';
const directoryAt = (url: string) => ({
  LDAP_URLS: url,
  LDAP_BIND_DN: reader.dn,
  LDAP_BIND_PASSWORD: reader.password,
  LDAP_BASE_DN: peopleDn,
  LDAP_STRUCTURES_DN: structuresDn,
});

const withAdmin = async (world: World) => {
  await aPerson(world.db, { login: 'chef', name: 'Chef Premier', admin: true });
  return world.visitor('chef');
};

describe('Les utilitaires', () => {
  let world: World;
  let campus: Campus;
  let admin: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    admin = await withAdmin(world);
  });
  after(() => world.close());

  it('un courriel d’essai part vraiment, vers soi', async () => {
    const page = await admin.press(await admin.get(here), press);
    assert.match(page.notices.join(' '), /Le serveur a accepté le courriel pour chef@univ\.example : 250/);
    const [mail] = await world.newMails();
    assert.equal(mail?.to, 'chef@univ.example');
    assert.match(mail?.subject ?? '', /^Courriel d’essai/);
  });

  it('un serveur de courriel qui ne répond pas se dit', async () => {
    const down = await aWorld({ smtpUrl: 'smtp://127.0.0.1:9' });
    const page = await (await withAdmin(down)).get(here);
    const visitor = await down.visitor('chef');
    const told = await visitor.press(await visitor.get(here), press);
    assert.match(told.notices.join(' '), /Le courriel n’est pas parti : .*ECONNREFUSED/);
    assert.equal(page.status, 200);
    await down.close();
  });

  it('dit ce que l’application sait d’une personne, et qu’elle ne connaît pas une autre', async () => {
    await world.db('permanentGuests').insert({ serviceId: campus.library.id, personId: campus.marc.id });
    const page = await admin.get(`${here}?person=MARC@univ.example`);
    assert.match(page.text, /Marc Nguyễn ?Identifiant ?marc/);
    assert.match(
      page.text,
      /Gestionnaire de ?DNUM.*Invité permanent de ?BU.*Peut créer un ticket pour, d’une adresse inconnue ?.*DNUM/,
    );
    assert.match((await admin.get(`${here}?person=inconnu`)).text, /Aucun compte n’a cet identifiant/);
  });

  it('montre la file des travaux', async () => {
    await world.db.raw(`select graphile_worker.add_job('deliver', '{}', run_at := now() - interval '2 hours')`);
    assert.match((await admin.get(here)).text, /À faire maintenant ?1/);
    await world.db.raw('delete from graphile_worker._private_jobs');
  });

  it('n’est que pour les administrateurs', async () => {
    const marc = await world.visitor('marc');
    assert.equal((await marc.get(`${here}?person=lea`)).status, 403);
    const _csrf = await marc.token();
    assert.equal((await marc.post(`${here}/mail`, { _csrf })).status, 403);
    assert.deepEqual(await world.newMails(), []);
  });

  it('sans annuaire, le dit', async () => {
    assert.match((await admin.get(here)).text, /Aucun annuaire n’est configuré/);
  });

  it('l’annuaire répond, en disant lequel et en combien de temps ; en panne, il le dit', {
    skip: withoutSlapd,
  }, async () => {
    const server = await aDirectoryServer([{ uid: 'nlefevre', name: 'Nadège Lefèvre' }]);
    const other = await aWorld({ env: directoryAt(server.url) });
    const visitor = await withAdmin(other);
    for (const typed of ['nlefevre', 'nadege lefevre'])
      assert.match(
        (await visitor.get(`${here}?directory=${encodeURIComponent(typed)}`)).text,
        /ldaps?:\/\/\S+ a répondu en \d+ ms : 1 personne.*Nadège Lefèvre ?nlefevre/,
      );
    await server.close();
    assert.match((await visitor.get(`${here}?directory=nlefevre`)).text, /Aucun serveur de l’annuaire ne répond/);
    await other.close();
  });
});

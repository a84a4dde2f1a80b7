import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { z } from 'zod';
import { DirectoryDown } from '../../src/people/directory/connection.ts';
import { type Directory, directoryMail, openDirectory } from '../../src/people/directory/directory.ts';
import { directorySettings, directoryVariables } from '../../src/people/directory/settings.ts';
import { type PersonEntry, peopleDn, reader, structuresDn } from '../support/slapd/entries.ts';
import { aDirectoryServer, type DirectoryServer, withoutSlapd } from '../support/slapd.ts';

const people: PersonEntry[] = [
  {
    uid: 'nlefevre',
    name: 'Nadège Lefèvre',
    others: {
      eduPersonPrimaryAffiliation: 'staff',
      supannEntiteAffectationPrincipale: 'DNUM',
      telephoneNumber: '+33 1 23 45 67 89',
      supannAliasLogin: 'nadege.lefevre',
      supannAutreMail: 'nadege@ancien.example',
    },
  },
  {
    uid: 'hoeuvrard',
    name: 'Hélène Œuvrard',
    others: { cn: 'Hélène Œuvrard', supannEntiteAffectationPrincipale: 'INCONNUE' },
  },
  { uid: 'dup1', name: 'Jean Dupont' },
  { uid: 'dup2', name: 'Jean Dupont', others: { supannEntiteAffectationPrincipale: 'DNUM' } },
  { uid: 'same1', name: 'Paule Partage', mail: 'partage@univ.example' },
  { uid: 'same2', name: 'Paule Partagée', mail: 'partage@univ.example' },
  { uid: 'rouge', name: 'Rose Rougeoyante', others: { supannListeRouge: 'TRUE' } },
  {
    uid: 'franche',
    name: 'Rose Franche',
    others: {
      supannListeRouge: 'FALSE',
      supannCodeINE: '1234567890A',
      employeeNumber: '2 80 05 75 116 001 23',
      roomNumber: 'B 12',
    },
  },
];

const environment = (urls: string, more: Record<string, string> = {}) => ({
  LDAP_URLS: urls,
  LDAP_BIND_DN: reader.dn,
  LDAP_BIND_PASSWORD: reader.password,
  LDAP_BASE_DN: peopleDn,
  LDAP_STRUCTURES_DN: structuresDn,
  ...more,
});

const settingsFor = (urls: string, more: Record<string, string> = {}) => {
  const settings = directorySettings(z.object(directoryVariables).parse(environment(urls, more)));
  assert.ok(settings !== null);
  return settings;
};

const faults: string[] = [];
const open = (urls: string, more: Record<string, string> = {}) =>
  openDirectory(settingsFor(urls, more), (error, url) => {
    faults.push(`${url} ${error instanceof Error ? error.name : error}`);
  });

describe('L’annuaire LDAP', { skip: withoutSlapd }, () => {
  let server: DirectoryServer;
  let directory: Directory;

  before(async () => {
    server = await aDirectoryServer(people, { crowd: 3000 });
    directory = open(server.url);
  });
  after(() => server.close());

  const logins = async (text: string) => (await directory.search(text)).people.map(({ login }) => login);

  it('trouve un nom avec ou sans accents, dans tous les ordres', async () => {
    for (const text of ['Lefèvre', 'lefevre', 'LEFEVRE nad', 'nadège lef'])
      assert.deepEqual(await logins(text), ['nlefevre'], text);
    for (const text of ['Œuvrard', 'oeuvrard helene']) assert.deepEqual(await logins(text), ['hoeuvrard'], text);
  });

  it('donne nom, affiliation et libellé de l’entité, qui distinguent les homonymes', async () => {
    const { people: found } = await directory.search('jean dupont');
    assert.deepEqual(
      found.map(({ login, name, affiliations, entity }) => ({ login, name, affiliation: affiliations[0], entity })),
      [
        { login: 'dup1', name: 'Jean Dupont', affiliation: 'student', entity: 'UFR Sciences humaines et sociales' },
        { login: 'dup2', name: 'Jean Dupont', affiliation: 'student', entity: 'Direction du numérique' },
      ],
    );
    assert.equal((await directory.search('oeuvrard')).people[0]?.entity, 'INCONNUE');
  });

  it('reconnaît identifiant, alias, adresse et autre adresse', async () => {
    const one = async (found: Promise<readonly { login: string }[]>) => (await found).map(({ login }) => login);
    assert.deepEqual(await one(directory.byLogin('NLefevre')), ['nlefevre']);
    assert.deepEqual(await one(directory.byLogin('nadege.lefevre')), ['nlefevre']);
    assert.deepEqual(await one(directory.byAddress('nlefevre@univ.example')), ['nlefevre']);
    assert.deepEqual(await one(directory.byAddress('nadege@ancien.example')), ['nlefevre']);
    assert.deepEqual((await one(directory.byAddress('partage@univ.example'))).sort(), ['same1', 'same2']);
    assert.equal(await directoryMail(directory, 'nlefevre'), 'nlefevre@univ.example');
    assert.equal(await directoryMail(directory, 'personne'), null);
  });

  it('ne donne jamais la liste rouge par le nom, seulement par l’identifiant ou l’adresse exacte', async () => {
    assert.deepEqual(await logins('rose'), ['franche']);
    assert.equal((await directory.byLogin('rouge'))[0]?.unlisted, true);
    assert.equal((await directory.byAddress('rouge@univ.example'))[0]?.unlisted, true);
  });

  it('s’arrête à la limite et le dit', async () => {
    const { people: found, more } = await directory.search('foule');
    assert.equal(found.length, 20);
    assert.equal(more, true);
  });

  it('ce qu’on écrit n’est jamais une partie du filtre', async () => {
    for (const text of ['*', 'dup*', '*)(uid=*', 'a)(|(uid=*))', '\\2a', 'dup1)(objectClass=*', 'x\u0000y', '(cn=*)']) {
      assert.deepEqual(await directory.byLogin(text), [], text);
      assert.deepEqual(await directory.byAddress(text), [], text);
      assert.ok((await directory.search(`${text}zzz`)).people.length === 0, text);
    }
  });

  it('ne montre que les attributs prévus, et jamais le code INE ni le numéro de sécurité sociale', async () => {
    const facts = 'roomNumber=Bureau, supannCodeINE=INE, SUPANNCODEINE=x, employeeNumber=Matricule, userPassword=y';
    const curious = open(server.url, { PERSON_FACTS: facts });
    assert.deepEqual(curious.facts, [
      { attribute: 'roomNumber', label: 'Bureau' },
      { attribute: 'employeeNumber', label: 'Matricule' },
    ]);
    const [person] = await curious.byLogin('franche');
    assert.deepEqual(person?.facts, { roomNumber: ['B 12'], employeeNumber: [] });
    assert.ok(!JSON.stringify(person).includes('1234567890A'));
  });

  it('prend les noms d’attributs de l’établissement', async () => {
    const other = open(server.url, { LDAP_ATTRIBUTES: 'name=cn, unlisted=, entity=' });
    const [person] = await other.byLogin('nlefevre');
    assert.equal(person?.name, 'Nadege Lefevre');
    assert.equal(person?.entity, null);
  });

  it('passe au second serveur quand le premier ne répond pas', async () => {
    const other = open(`ldap://127.0.0.1:9,${server.url}`);
    assert.deepEqual(
      (await other.byLogin('dup1')).map(({ login }) => login),
      ['dup1'],
    );
  });

  it('un mot de passe refusé est une panne, dite dans le journal', async () => {
    const other = open(server.url, { LDAP_BIND_PASSWORD: 'faux' });
    faults.length = 0;
    await assert.rejects(() => other.byLogin('dup1'), DirectoryDown);
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /InvalidCredentialsError/);
  });

  it('StartTLS et LDAPS vérifient le certificat', async () => {
    const trusted = { LDAP_CA_FILE: server.caFile, LDAP_START_TLS: '1' };
    assert.equal((await open(server.url, trusted).byLogin('dup1')).length, 1);
    await assert.rejects(() => open(server.url, { LDAP_START_TLS: '1' }).byLogin('dup1'), DirectoryDown);
    const secure = await aDirectoryServer(people, { tls: true });
    try {
      assert.equal((await open(secure.url, { LDAP_CA_FILE: secure.caFile }).byLogin('dup1')).length, 1);
      await assert.rejects(() => open(secure.url).byLogin('dup1'), DirectoryDown);
      await assert.rejects(() => open(secure.url, { LDAP_CA_FILE: server.caFile }).byLogin('dup1'), DirectoryDown);
    } finally {
      await secure.close();
    }
  });

  it('une connexion perdue est rouverte ; une panne est dite tout de suite à ceux qui suivent', async () => {
    const own = await aDirectoryServer(people);
    const other = open(own.url);
    assert.equal((await other.byLogin('dup1')).length, 1);
    await own.stop();
    await own.start();
    assert.equal((await other.byLogin('dup2')).length, 1, 'la connexion est rouverte');
    await own.close();
    await assert.rejects(() => other.byLogin('same1'), DirectoryDown);
    faults.length = 0;
    await assert.rejects(() => other.byLogin('same2'), DirectoryDown);
    assert.deepEqual(faults, [], 'le serveur n’est pas rappelé aussitôt');
    assert.equal((await other.byLogin('dup1')).length, 1, 'ce qui est en mémoire sert encore');
  });
});

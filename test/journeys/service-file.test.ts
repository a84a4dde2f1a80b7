import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { exportService } from '../../src/administration/service-file/export.ts';
import { readServiceFile } from '../../src/administration/service-file/format.ts';
import { importService } from '../../src/administration/service-file/import.ts';
import { peopleOf } from '../../src/administration/service-file/people.ts';
import type { Db } from '../../src/db/connection.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aDatabase, type Database } from '../support/databases.ts';
import { aCategory, aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const here = '/administration/import';
const silent = { info: () => {}, warn: () => {} };

async function aFullService(db: Db, campus: Campus) {
  const { dnum, wifi, marc, nadia, gil, library } = campus;
  await db('services').where({ id: dnum.id }).update({
    confidentialAllowed: true,
    approvalDays: 0,
    defaultPriority: 4,
    messageTemplate: '<p>Bonjour</p>',
    monitoringEmail: 'veille@univ.example',
    monitoringLevel: 'always',
  });
  const secret = await aCategory(db, dnum.id, { label: 'Sécurité', confidential: true, inheritsMembers: false });
  await aCategory(db, dnum.id, { label: 'Wifi', longLabel: 'Une autre du même nom', position: 2 });
  const below = await aCategory(db, dnum.id, { label: 'Dessous', parentId: wifi.id, subjectTemplate: 'Panne de …' });
  const loans = await db('categories').where({ serviceId: library.id }).first('id');
  await aCategory(db, dnum.id, { label: 'Livres', redirectsTo: loans.id, position: 3 });
  await aCategory(db, dnum.id, { label: 'Vers dessous', redirectsTo: below.id, position: 4 });
  await db('categoryMembers').insert([
    { categoryId: secret.id, personId: nadia.id, position: 0 },
    { categoryId: secret.id, personId: marc.id, position: 1 },
  ]);
  await db('serviceManagers').where({ personId: nadia.id }).update({ available: false, rate: 20, position: 1 });
  await db('permanentGuests').insert({ serviceId: dnum.id, personId: gil.id });
  await db('cannedResponses').insert({ serviceId: dnum.id, title: 'Bien reçu', messageHtml: '<p>Bien reçu.</p>' });
}

describe('Un service, en un fichier', () => {
  let world: World;
  let campus: Campus;
  let empty: Database;
  let admin: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'chef', name: 'Chef Premier', admin: true });
    await aFullService(world.db, campus);
    admin = await world.visitor('chef');
    empty = await aDatabase();
  });
  after(() => Promise.all([world.close(), empty.close()]));

  const exported = async (id = campus.dnum.id) => JSON.stringify(await exportService(world.db, id), null, 2);
  const wanted = async () => JSON.parse(await exported());
  const at = new Date();

  async function brought(db: Db, text: string, apply = true) {
    const read = readServiceFile(text);
    assert.ok(read.ok, JSON.stringify(read));
    const sources = { db, directory: null, outsiders: false, now: () => at, log: silent };
    return importService(db, { file: read.file, people: await peopleOf(sources, read.file), actorId: null, at, apply });
  }

  it('exporté, importé dans une base vide, exporté encore : le même ; et un second import ne change rien', async () => {
    const { db } = empty;
    for (const login of ['marc', 'nadia', 'paul', 'gil', 'rose']) await aPerson(db, { login });
    await brought(db, await exported(campus.library.id));
    const first = await exported();
    const result = await brought(db, first);
    assert.equal(result.applied, true);
    assert.deepEqual(
      result.lines.filter(({ kind }) => kind === 'skipped'),
      [],
    );
    assert.equal(JSON.stringify(await exportService(db, result.serviceId ?? 0), null, 2), first);
    const again = await brought(db, first);
    assert.deepEqual(again.lines, []);
    const logged = await db('settingChanges').where({ serviceId: result.serviceId }).whereNull('actorId');
    assert.ok(logged.some(({ about, setting }) => about === 'DNUM › Wifi › Dessous' && setting === 'Catégorie'));
  });

  it('l’essai ne fait rien, et dit exactement ce que l’import fait', async () => {
    const file = await wanted();
    file.service.help = 'Le numérique';
    file.categories.push({ label: 'Neuve', longLabel: 'Une neuve', members: ['marc', 'lea'] });
    file.managers[0].rate = 10;
    file.managers.push({ person: 'inconnue', privileges: ['refuse-ticket'] });
    file.permanentGuests = ['zoe'];
    const before = await exported();
    const trial = await admin.press(await admin.get(here), 'Essayer', { text: JSON.stringify(file) });
    assert.equal(trial.status, 200);
    assert.equal(await exported(), before);
    assert.match(
      trial.text,
      /À créer 3.*DNUM › Neuve · Catégorie.*Marc Nguyễn · Membre.*Zoé Passante · Invité permanent/,
    );
    assert.match(trial.text, /DNUM · Service · Aide ?de « rien » à « Le numérique »/);
    assert.match(trial.text, /Taux de disponibilité ?de « 100 » à « 10 »/);
    assert.match(trial.text, /inconnue · Gestionnaire ?Cette personne est inconnue/);
    assert.match(trial.text, /Léa Martin · DNUM › Neuve ?Un membre est gestionnaire du service/);
    assert.match(trial.text, /laissé comme il est 1 Gil Invité · Invité permanent/);
    const done = await admin.press(trial, 'Importer le service');
    assert.deepEqual(done.notices, ['Le service « DNUM » est importé.']);
    const now = await wanted();
    assert.equal(now.service.help, 'Le numérique');
    assert.deepEqual(now.permanentGuests, ['gil', 'zoe']);
    assert.match((await admin.get(`/services/${campus.dnum.id}/changes`)).text, /Chef Premier/);
  });

  it('ce qui a changé depuis l’essai se relit avant d’être importé', async () => {
    const file = { ...(await wanted()), cannedResponses: [{ title: 'Neuve', message: '<p>Bonjour.</p>' }] };
    const trial = await admin.press(await admin.get(here), 'Essayer', { text: JSON.stringify(file) });
    await world.db('services').where({ id: campus.dnum.id }).update({ help: 'Entre-temps' });
    const page = await admin.press(trial, 'Importer le service');
    assert.equal(page.status, 409);
    assert.match(page.text, /a changé depuis l’essai.*« Entre-temps »/);
    assert.equal((await wanted()).service.help, 'Entre-temps');
    assert.equal((await admin.press(page, 'Importer le service')).status, 200);
  });

  it('chaque faute nomme sa place, et le texte revient', async () => {
    const form = await admin.get(here);
    const faults: [string, (file: Awaited<ReturnType<typeof wanted>>) => void][] = [
      ['categories[1].label', (file) => delete file.categories[1].label],
      ['service.approvalDays', (file) => Object.assign(file.service, { approvalDays: 'trois' })],
      ['service.enabled', (file) => Object.assign(file.service, { enabled: 'oui' })],
      ['service.inventé', (file) => Object.assign(file.service, { inventé: 1 })],
      ['service.defaultVisibility', (file) => Object.assign(file.service, { defaultVisibility: 'à tous' })],
      ['managers[0].privileges[0]', (file) => Object.assign(file.managers[0], { privileges: ['tout'] })],
      ['managers[0].rate', (file) => Object.assign(file.managers[0], { rate: 101 })],
      ['cannedResponses[0].message', (file) => Object.assign(file.cannedResponses[0], { message: '' })],
      ['service.confidentialAllowed', (file) => Object.assign(file.service, { confidentialAllowed: false })],
      ['categories[0].redirectsTo', (file) => Object.assign(file.categories[0], { redirectsTo: 'BU' })],
    ];
    for (const [place, spoil] of faults) {
      const file = await wanted();
      spoil(file);
      const text = JSON.stringify(file);
      const page = await admin.press(form, 'Essayer', { text });
      assert.equal(page.status, 422, place);
      assert.ok(page.text.includes(`${place} :`), `${place} in ${page.text.slice(0, 600)}`);
      assert.equal(page.value('text'), text);
    }
    const page = await admin.press(form, 'Essayer', { files: new File(['{'], 'faux.json') });
    assert.match(page.reason('text'), /n’est pas du JSON/);
  });

  it('une redirection en boucle, ou vers ce qui manque, ne bloque rien et se dit', async () => {
    const file = {
      format: 'guichet-service',
      version: 1,
      service: { label: 'Boucle', longLabel: 'Boucle', redirectsTo: null },
      categories: [
        { label: 'Une', longLabel: 'Une', redirectsTo: ['Boucle', 'Deux'] },
        { label: 'Deux', longLabel: 'Deux', redirectsTo: ['Boucle', 'Une'] },
        { label: 'Trois', longLabel: 'Trois', redirectsTo: ['Ailleurs', 'Une'] },
      ],
    };
    const { lines } = await brought(world.db, JSON.stringify(file));
    const skipped = lines.filter(({ kind }) => kind === 'skipped').map(({ about, reason }) => `${about} : ${reason}`);
    assert.deepEqual(skipped, [
      'Boucle › Deux : Boucle de redirection détectée.',
      'Boucle › Trois : Cette destination n’existe pas encore.',
    ]);
  });

  it('l’exemple de la documentation se lit', async () => {
    const example = await readFile(new URL('../../docs/service.example.json', import.meta.url), 'utf8');
    assert.deepEqual(readServiceFile(example).ok, true);
  });

  it('ne s’exporte que par qui l’administre, et ne s’importe que par un administrateur', async () => {
    const [marc, paul, rose] = await Promise.all(['marc', 'paul', 'rose'].map((login) => world.visitor(login)));
    const address = `/services/${campus.dnum.id}/export`;
    const response = await marc?.download(address);
    assert.match(response?.headers.get('content-disposition') ?? '', /attachment; filename="?service-DNUM\.json/);
    assert.equal(await response?.text(), `${await exported()}\n`);
    assert.equal((await paul?.get(address))?.status, 403);
    assert.equal((await rose?.get(address))?.status, 404);
    assert.equal((await marc?.get(here))?.status, 403);
    const _csrf = (await marc?.token()) ?? '';
    const forged = await marc?.post(here, { _csrf, text: await exported(), step: 'try' }, { multipart: true });
    assert.equal(forged?.status, 403);
    assert.equal((await admin.get(address)).status, 200);
  });
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aPerson, aTicket } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const here = '/administration/service-visibility';

describe('La visibilité des services', () => {
  let world: World;
  let campus: Campus;
  let admin: Visitor;
  let admins: Visitor[];
  let lea: Visitor;
  let rose: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld({ env: { TRUST_PROXY: '1' } });
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    await aPerson(world.db, { login: 'chef', admin: true });
    [lea, rose, marc] = (await Promise.all(['lea', 'rose', 'marc'].map((login) => world.visitor(login)))) as [
      Visitor,
      Visitor,
      Visitor,
    ];
    // each writes less than what a minute allows
    admins = await Promise.all(['admin', 'chef'].map((login) => world.visitor(login)));
  });
  after(() => world.close());
  beforeEach(async () => {
    admin = admins[0] ?? assert.fail();
    admins.reverse();
    await world.db('visibilityVersions').delete();
    await world.db('serviceVisibility').update({ restricts: false, version: world.db.raw('gen_random_uuid()') });
  });

  interface Wanted {
    name?: string;
    kind: string;
    values?: Record<string, string>;
    services: { id: number }[];
    fields?: Record<string, string>;
  }

  /** A rule written as a person would, button after button. */
  async function addRule({ name = 'Une règle', kind, values = {}, services, fields = {} }: Wanted): Promise<Page> {
    let form = await admin.get(`${here}/rules/new`);
    form = await admin.press(form, 'Ajouter la condition', { name, 'new-kind-0': kind, ...fields });
    for (const { id } of services) form = await admin.press(form, 'Ajouter le service', { 'new-service': String(id) });
    return admin.press(form, 'Enregistrer la règle', values);
  }
  const onlyLibraryForOthers = async () => {
    await addRule({ name: 'Gestionnaires', kind: 'manager', services: [campus.dnum, campus.library] });
    await addRule({ name: 'Tous', kind: 'everyone', services: [campus.library] });
  };
  const publicTicket = (serviceId: number, categoryId: number) =>
    aTicket(world.db, { serviceId, categoryId, ownerId: campus.gil.id, effectiveVisibility: 'public' });

  it('sans règle, chacun voit tous les services activés', async () => {
    assert.match(
      (await lea.get('/tickets/new')).text,
      /Direction du numérique.*Bibliothèque|Bibliothèque.*Direction du numérique/,
    );
    assert.match((await admin.get(here)).text, /Chacun voit tous les services activés/);
  });

  it('une règle écrite sans JavaScript vaut aussitôt, à la création comme pour qui forge un numéro', async () => {
    const done = await addRule({ kind: 'manager', services: [campus.dnum] });
    assert.deepEqual(done.notices, ['La règle est enregistrée. Elle vaut dès maintenant.']);
    await addRule({ name: 'Tous', kind: 'everyone', services: [campus.library] });
    const tree = (await lea.get('/tickets/new')).text;
    assert.match(tree, /Bibliothèque/);
    assert.doesNotMatch(tree, /numérique/);
    assert.equal((await lea.get(`/tickets/new/${campus.wifi.id}`)).status, 404);
    const form = await lea.get(`/tickets/new/${campus.loans.id}`);
    const { fields } = form.formOfButton('Créer le ticket');
    const forged = { ...fields, subject: 'Forgé', message: 'Forgé' };
    assert.equal((await lea.post(`/tickets/new/${campus.wifi.id}`, forged, { multipart: true })).status, 404);
    assert.equal(await world.db('tickets').where({ subject: 'Forgé' }).first(), undefined);
    assert.match((await marc.get('/tickets/new')).text, /numérique/);
    assert.equal((await marc.get(`/tickets/new/${campus.wifi.id}`)).status, 200);
  });

  it('un ticket public d’un service qui n’est pas montré n’existe pas, sauf pour ses propres gens', async () => {
    const [hidden, shown] = [
      await publicTicket(campus.dnum.id, campus.wifi.id),
      await publicTicket(campus.library.id, campus.loans.id),
    ];
    assert.equal((await lea.get(`/tickets/${hidden.id}`)).status, 200);
    await onlyLibraryForOthers();
    assert.equal((await lea.get(`/tickets/${hidden.id}`)).status, 404);
    assert.equal((await lea.get(`/tickets/${shown.id}`)).status, 200);
    assert.equal((await rose.get(`/tickets/${hidden.id}`)).status, 200);
    const gil = await world.visitor('gil');
    assert.equal((await gil.get(`/tickets/${hidden.id}`)).status, 200);
  });

  it('les listes disent comme les pages : les tickets d’une personne, pour qui ne voit pas leur service', async () => {
    const hidden = await publicTicket(campus.dnum.id, campus.wifi.id);
    const shown = await publicTicket(campus.library.id, campus.loans.id);
    await onlyLibraryForOthers();
    await world.db('serviceManagers').where({ personId: campus.rose.id }).delete();
    const mine = await aTicket(world.db, {
      serviceId: campus.library.id,
      categoryId: campus.loans.id,
      ownerId: campus.gil.id,
      effectiveVisibility: 'public',
    });
    const list = await rose.get(`/tickets/${mine.id}/owner-tickets`);
    if (list.status === 200) assert.doesNotMatch(list.html, new RegExp(`/tickets/${hidden.id}"`));
    assert.equal((await rose.get(`/tickets/${hidden.id}`)).status, 404);
    assert.equal((await rose.get(`/tickets/${shown.id}`)).status, 200);
    await world
      .db('serviceManagers')
      .insert({ serviceId: campus.library.id, personId: campus.rose.id, privileges: '{}' });
  });

  it('un gestionnaire déplace vers ses services et vers ceux qui lui sont montrés', async () => {
    const ticket = await campus.ticketOfLea();
    await addRule({ kind: 'admin', services: [campus.library] });
    await addRule({ name: 'Rien d’autre', kind: 'everyone', services: [campus.dnum] });
    const other = await aCategory(world.db, campus.dnum.id, { longLabel: 'Autre du numérique' });
    const form = await marc.get(`/tickets/${ticket.id}/actions/transfer`);
    const offered = form
      .$('select[name=to] option')
      .toArray()
      .map((option) => form.$(option).attr('value'));
    assert.ok(offered.includes(String(other.id)));
    assert.ok(!offered.includes(String(campus.loans.id)));
    const refused = await marc.press(form, 'Déplacer le ticket', { to: String(campus.loans.id), message: 'x' });
    assert.equal(refused.status, 422);
    const moved = await marc.press(form, 'Déplacer le ticket', { to: String(other.id), message: 'x' });
    assert.match(moved.text, /Vous avez déplacé le ticket/);
  });

  it('l’adresse est celle que le mandataire transmet', async () => {
    await addRule({ kind: 'address', values: { 't0-ranges': '10.0.0.0/8' }, services: [campus.dnum] });
    await addRule({ name: 'Tous', kind: 'everyone', services: [campus.library] });
    const from = async (address: string) => (await lea.get('/tickets/new', { 'x-forwarded-for': address })).text;
    assert.match(await from('10.2.3.4'), /numérique/);
    assert.doesNotMatch(await from('11.2.3.4'), /numérique/);
  });

  it('une catégorie cachée s’ouvre à ceux que la règle désigne, et à eux seuls', async () => {
    const secret = await aCategory(world.db, campus.library.id, { longLabel: 'Réserve précieuse', hidden: true });
    let form = await admin.get(`${here}/rules/new`);
    form = await admin.press(form, 'Ajouter la condition', { name: 'Réserve', 'new-kind-0': 'login' });
    form = await admin.press(form, 'Ajouter la catégorie', { 'new-category': String(secret.id) });
    await admin.press(form, 'Enregistrer la règle', { 't0-pattern': 'l?a' });
    assert.match((await lea.get('/tickets/new')).text, /Réserve précieuse/);
    assert.equal((await lea.get(`/tickets/new/${secret.id}`)).status, 200);
    assert.match((await marc.get(`${here}?person=lea&address=`)).text, /Catégories cachées, à la création : BU › Rés/);
    assert.doesNotMatch((await marc.get('/tickets/new')).text, /Réserve précieuse/);
    assert.equal((await marc.get(`/tickets/new/${secret.id}`)).status, 404);
  });

  it('un droit donné ou retiré change aussitôt ce qui est montré', async () => {
    await onlyLibraryForOthers();
    await world
      .db('serviceManagers')
      .insert({ serviceId: campus.library.id, personId: campus.lea.id, privileges: '{}' });
    assert.match((await lea.get('/tickets/new')).text, /numérique/);
    await world.db('serviceManagers').where({ personId: campus.lea.id }).delete();
    assert.doesNotMatch((await lea.get('/tickets/new')).text, /numérique/);
  });

  it('une saisie fautive revient remplie, la raison à côté du champ', async () => {
    const empty = await admin.press(await admin.get(`${here}/rules/new`), 'Enregistrer la règle', {
      description: 'Gardée',
    });
    assert.equal(empty.status, 422);
    assert.equal(empty.value('description'), 'Gardée');
    assert.match(empty.text, /Indiquez ce que la règle montre/);
    assert.match(empty.reason('name'), /à remplir/);
    const faulty = await addRule({ kind: 'address', values: { 't0-ranges': '10.0.0' }, services: [campus.dnum] });
    assert.equal(faulty.status, 422);
    assert.match(faulty.reason('t0-ranges'), /Indiquez des adresses ou des plages/);
    assert.equal(faulty.value('t0-ranges'), '10.0.0');
  });

  it('l’essai dit quelle règle décide, pour chaque service', async () => {
    await addRule({ name: 'Campus', kind: 'address', values: { 't0-ranges': '10.0.0.0/8' }, services: [campus.dnum] });
    await addRule({ name: 'Pour tous', kind: 'everyone', services: [campus.library] });
    const cells = async (address: string) => {
      const page = await marc.get(`${here}?person=lea&address=${address}`);
      return page.texts('tbody tr');
    };
    assert.match((await cells('10.0.0.1')).join(), /BU ?vrai : Pour tous.*DNUM ?vrai : Campus/);
    assert.match((await cells('')).join(), /BU ?vrai : Pour tous.*DNUM ?faux : non montré/);
    assert.match((await marc.get(`${here}?person=lea`)).text, /On ne sait pas/);
    const nobody = await marc.get(`${here}?person=personne-de-tel&address=x`);
    assert.equal(nobody.status, 422);
    assert.match(nobody.reason('person'), /Personne n’est connu/);
    assert.match(nobody.reason('address'), /Indiquez une adresse/);
  });

  it('l’ordre, la suppression et le retour à une version antérieure sont des versions', async () => {
    await onlyLibraryForOthers();
    const names = async () => (await admin.get(here)).texts('#rules + .rows .title, section:first-of-type ol .title');
    assert.deepEqual(await names(), ['1. Gestionnaires', '2. Tous']);
    await admin.press(await admin.get(here), 'Descendre Gestionnaires');
    assert.deepEqual(await names(), ['1. Tous', '2. Gestionnaires']);
    const form = await admin.follow(await admin.get(here), 'Modifier Tous');
    const gone = await admin.press(form, 'Supprimer la règle');
    assert.match(gone.text, /est supprimée/);
    assert.deepEqual(await names(), ['1. Gestionnaires']);
    const before = await admin.follow(gone, 'Revenir à la version précédente');
    await admin.press(before, 'Revenir à cette version');
    assert.deepEqual(await names(), ['1. Tous', '2. Gestionnaires']);
    assert.equal((await world.db('visibilityVersions')).length, 5);
  });

  it('de deux administrateurs qui changent la même règle, le second l’apprend et ne perd rien', async () => {
    await onlyLibraryForOthers();
    const form = await admin.follow(await admin.get(here), 'Modifier Tous');
    await admin.press(form, 'Enregistrer la règle', { description: 'La première' });
    const told = await admin.press(form, 'Enregistrer la règle', { description: 'La seconde' });
    assert.equal(told.status, 409);
    assert.match(told.text, /Pendant ce temps, cette règle a été modifiée.*La première/);
    assert.equal(told.value('description'), 'La seconde');
    await admin.press(told, 'Enregistrer la règle');
    assert.match((await admin.get(here)).text, /La seconde/);
  });

  const withJson = (page: Page, text: string) => admin.press(page, 'Essayer', { text });

  it('une condition nommée sert dans plusieurs règles, se renomme partout, et ne se supprime pas tant qu’elle sert', async () => {
    let form = await admin.get(`${here}/conditions/new`);
    form = await admin.press(form, 'Ajouter la condition', { name: 'Campus', 'new-kind-0': 'address' });
    const faulty = await admin.press(form, 'Enregistrer la condition', { 't0-ranges': '10.0.0' });
    assert.match(faulty.reason('t0-ranges'), /Indiquez des adresses/);
    await admin.press(faulty, 'Enregistrer la condition', { 't0-ranges': '10.0.0.0/8' });
    const { id } = (await world.db('visibilityVersions').orderBy('id', 'desc').first('rules')).rules.conditions[0];
    await addRule({ name: 'Ici', kind: 'named', values: { 't0-condition': id }, services: [campus.dnum] });
    await addRule({
      name: 'Ailleurs',
      kind: 'named',
      values: { 't0-condition': id, 't0-not': 'not' },
      services: [campus.library],
    });
    const from = async (address: string) => (await lea.get('/tickets/new', { 'x-forwarded-for': address })).text;
    assert.match(await from('10.2.3.4'), /numérique/);
    assert.doesNotMatch(await from('11.2.3.4'), /numérique/);
    const panel = await marc.get(`${here}?person=lea&address=10.2.3.4`);
    assert.match(panel.text, /vrai : remplit la condition « Campus »/);
    assert.match(panel.text, /vrai : Campus/);
    const edit = await admin.follow(await admin.get(here), 'Modifier Campus');
    assert.match(edit.text, /Sert dans : Ici, Ailleurs/);
    await admin.press(edit, 'Enregistrer la condition', { name: 'Réseau du campus' });
    assert.match((await admin.get(here)).text, /ne remplit pas la condition « Réseau du campus »/);
    const csrf = edit.form('form[data-once]').fields._csrf ?? '';
    const kept = await admin.post(`${here}/conditions/${id}/delete`, { _csrf: csrf });
    assert.equal(kept.status, 422);
    assert.match(kept.text, /sert encore/);
    const same = await admin.press(
      await admin.press(await admin.get(`${here}/conditions/new`), 'Ajouter la condition', {
        name: 'réseau du CAMPUS',
      }),
      'Enregistrer la condition',
    );
    assert.match(same.reason('name'), /Une autre condition porte ce nom/);
    const itself = await admin.post(`${here}/conditions/${id}`, {
      ...edit.form('form[data-once]').fields,
      number: String((await world.db('visibilityVersions').max('id'))[0]?.max),
      't0-kind': 'named',
      't0-condition': id,
    });
    assert.equal(itself.status, 422);
    assert.match(itself.text, /dépend de celle-ci/);
  });

  it('ce qui est montré à défaut se choisit comme ce que montre une règle', async () => {
    let form = await admin.get(`${here}/otherwise`);
    form = await admin.press(form, 'Ajouter le service', { everything: '', 'new-service': String(campus.library.id) });
    await admin.press(form, 'Enregistrer');
    const tree = (await lea.get('/tickets/new')).text;
    assert.match(tree, /Bibliothèque/);
    assert.doesNotMatch(tree, /numérique/);
    assert.match((await admin.get(here)).text, /Si aucune règle ne montre rien : BU/);
  });

  it('les règles s’exportent et s’importent ; le même fichier ne change rien, un fichier faux dit où', async () => {
    await addRule({
      name: 'Gérants',
      kind: 'manager',
      values: { 't0-service': String(campus.dnum.id) },
      services: [campus.dnum],
    });
    await addRule({ name: 'Tous', kind: 'everyone', services: [campus.library] });
    const file = await (await admin.download(`${here}/export`)).text();
    assert.equal(JSON.parse(file).rules[0].groups[0][0].service, 'DNUM');
    assert.match((await withJson(await admin.get(`${here}/import`), file)).text, /Rien à importer/);
    const changed = JSON.parse(file);
    changed.conditions = [{ name: 'Léa', groups: [[{ kind: 'login', pattern: 'lea' }]] }];
    changed.rules = [
      { name: 'Elle', groups: [[{ kind: 'named', condition: 'Léa' }]], services: ['DNUM'] },
      changed.rules[1],
    ];
    const trial = await withJson(await admin.get(`${here}/import`), JSON.stringify(changed));
    assert.match(trial.text, /Elle.*remplit la condition « Léa »/);
    assert.doesNotMatch((await lea.get('/tickets/new')).text, /numérique/);
    await addRule({ name: 'Entre-temps', kind: 'everyone', services: [campus.library] });
    const late = await admin.press(trial, 'Remplacer les règles');
    assert.equal(late.status, 409);
    const done = await admin.press(late, 'Remplacer les règles');
    assert.deepEqual(done.notices, ['Les règles du fichier valent dès maintenant.']);
    assert.match((await lea.get('/tickets/new')).text, /numérique/);
    changed.rules[0].services = ['Inconnu'];
    changed.rules[0].groups[0].push({ kind: 'address', ranges: '10.0.0.0/99', reseau: 'x' });
    const wrong = await withJson(await admin.get(`${here}/import`), JSON.stringify(changed));
    assert.equal(wrong.status, 422);
    for (const place of [
      /rules\[0\].services\[0\] : Rien ne porte ici le nom « Inconnu »/,
      /rules\[0\].groups\[0\]\[1\] : Champ inconnu : reseau/,
      /rules\[0\].groups\[0\]\[1\].ranges : Indiquez des adresses/,
    ])
      assert.match(wrong.text, place);
    assert.match((await withJson(wrong, '{')).text, /n’est pas du JSON/);
  });

  it('des deux côtés d’une suppression, personne ne perd rien', async () => {
    await onlyLibraryForOthers();
    const [mine, theirs] = [await admin.get(here), await admins[0]?.get(here)] as [Page, Page];
    const form = await admin.follow(mine, 'Modifier Tous');
    const other = await (admins[0] as Visitor).follow(theirs, 'Modifier Tous');
    await admin.press(form, 'Enregistrer la règle', { description: 'Changée' });
    const told = await (admins[0] as Visitor).press(other, 'Supprimer la règle');
    assert.equal(told.status, 409);
    assert.match(told.text, /a été modifiée.*Changée/);
    const gone = await (admins[0] as Visitor).press(told, 'Supprimer la règle');
    assert.match(gone.text, /« Tous » est supprimée/);
    const late = await admin.press(form, 'Enregistrer la règle', { description: 'Trop tard' });
    assert.equal(late.status, 409);
    assert.match(late.text, /a été supprimée/);
    assert.equal(late.value('description'), 'Trop tard');
    await admin.press(late, 'Enregistrer la règle');
    assert.match((await admin.get(here)).text, /Trop tard/);
  });

  it('un gestionnaire lit les règles et n’en change aucune ; une étudiante ne les lit pas', async () => {
    await onlyLibraryForOthers();
    const page = await marc.get(here);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.html, /rules\/new|Modifier/);
    const [{ id }] = (await world.db('visibilityVersions').first('rules')).rules.rules;
    const csrf = (await marc.get('/')).form('form[action="/sign-out"]').fields._csrf ?? '';
    const posts = ['/otherwise', `/rules/${id}`, `/rules/${id}/delete`, `/rules/${id}/move`, '/versions/1'];
    for (const path of [...posts, `/conditions/${id}`, `/conditions/${id}/delete`])
      assert.equal((await marc.post(`${here}${path}`, { _csrf: csrf, everything: '' })).status, 403, path);
    const imported = { _csrf: csrf, text: '{}', step: 'apply' };
    assert.equal((await marc.post(`${here}/import`, imported, { multipart: true })).status, 403);
    for (const path of ['/rules/new', '/conditions/new', '/otherwise', '/import', '/export'])
      assert.equal((await marc.get(`${here}${path}`)).status, 403, path);
    assert.equal((await lea.get(here)).status, 403);
    assert.equal((await world.db('visibilityVersions')).length, 2);
  });

  it('de ce que le serveur CAS donne, seuls les attributs que les règles demandent sont gardés', async () => {
    const kept = async () => (await world.db('people').where({ login: 'zoe' }).first('attributes')).attributes;
    await world.visitor('zoe');
    assert.deepEqual(await kept(), {});
    await addRule({
      kind: 'attribute',
      values: { 't0-name': 'eduPersonAffiliation', 't0-value': 'student' },
      services: [campus.dnum],
    });
    await world.visitor('zoe');
    assert.deepEqual(Object.keys(await kept()), ['edupersonaffiliation']);
  });
});

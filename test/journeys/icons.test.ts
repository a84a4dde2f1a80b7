import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const here = '/administration/icons';

const picture = async (background: string, name = 'logo.png') => {
  const content = await sharp({ create: { width: 300, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
  return new File([new Uint8Array(content)], name, { type: 'image/png' });
};

describe('Les icônes des services et des catégories', () => {
  let world: World;
  let campus: Campus;
  let admin: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    [admin, marc] = await Promise.all([world.visitor('admin'), world.visitor('marc')]);
  });
  after(() => world.close());

  const drawn = async (visitor: Visitor, path: string, selector: string) => {
    const page = await visitor.get(path);
    const shown = page.$(selector).first();
    const drawing = shown.find('svg.pict use').attr('href')?.split('#')[1];
    return drawing ?? shown.find('img.pict').attr('src') ?? null;
  };
  const properties = () => `/services/${campus.dnum.id}/properties`;
  const press = 'Modifier les propriétés';

  it('se choisissent dans les propriétés, s’héritent et se voient dans l’arbre', async () => {
    const below = await aCategory(world.db, campus.dnum.id, { label: 'Dessous', parentId: campus.wifi.id });
    assert.equal(await drawn(marc, '/tickets/new', '.tree > li summary'), 'building');
    assert.equal(await drawn(marc, '/tickets/new', 'a.leaf'), 'tag');
    await marc.press(await marc.get(properties()), press, { icon: 'laptop' });
    assert.equal(await drawn(marc, '/tickets/new', 'a.leaf'), 'laptop');
    const category = `/services/${campus.dnum.id}/categories/${campus.wifi.id}`;
    const form = await marc.get(category);
    assert.match(form.texts('.icons > details > summary')[0] ?? '', /par défaut/);
    assert.equal(form.$('.icons > details > summary use[href*="#laptop"]').length, 1);
    await marc.press(form, press, { icon: 'wifi' });
    assert.equal(await drawn(marc, `/services/${campus.dnum.id}/categories`, `#category-${below.id}`), 'wifi');
    assert.match((await marc.get(`/services/${campus.dnum.id}/changes`)).text, /Wifi · Icône ?de « rien » à « Wifi »/);
    const { action, fields } = form.formOfButton(press);
    assert.equal((await marc.post(action, { ...fields, version: '2', icon: 'rocket-takeoff' })).status, 422);
  });

  it('une image se redessine, se choisit, se renomme, se remplace, et ne se supprime pas tant qu’elle sert', async () => {
    const added = await admin.press(await admin.get(here), 'Ajouter l’icône', {
      name: 'Blason',
      files: await picture('#0a0'),
    });
    assert.deepEqual(added.notices, ['L’icône est ajoutée.']);
    await marc.press(await marc.get(properties()), press, { icon: 'Blason' });
    const address = await drawn(marc, '/services', '.rows li');
    const served = await marc.download(address ?? '');
    assert.equal(served.headers.get('content-type'), 'image/webp');
    assert.match(served.headers.get('cache-control') ?? '', /immutable/);
    assert.match(served.headers.get('content-security-policy') ?? '', /sandbox/);
    const bytes = Buffer.from(await served.arrayBuffer());
    assert.deepEqual([bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1], [64, 64]);
    assert.equal((await (await world.visitor()).download(address ?? '')).status, 303);

    const one = added.link('Modifier Blason');
    assert.match((await admin.get(one)).text, /Elle est utilisée.*DNUM/);
    const _csrf = String((await admin.get(one)).$('[name=_csrf]').first().val());
    assert.equal((await admin.post(`${one}/delete`, { _csrf })).status, 422);
    const taken = await admin.press(await admin.get(one), 'Renommer l’icône', { name: 'Laptop' });
    assert.match(taken.reason('name'), /porte déjà ce nom/);
    await admin.press(await admin.get(one), 'Renommer l’icône', { name: 'Sceau' });
    assert.equal((await world.db('services').where({ id: campus.dnum.id }).first('icon')).icon, 'Sceau');
    await admin.press(await admin.get(one), 'Remplacer l’image', { files: await picture('#00a') });
    assert.notEqual(await drawn(marc, '/services', '.rows li'), address);
    await marc.press(await marc.get(properties()), press, { icon: '' });
    const gone = await admin.press(await admin.get(one), 'Supprimer l’icône');
    assert.deepEqual(gone.notices, ['L’icône est supprimée.']);
    assert.match(gone.text, /Icône supprimée : de « Sceau » à « rien »/);
  });

  it('ce qui n’est pas une image, ou dépasse les limites, revient avec sa raison et le nom tapé', async () => {
    const svg = new File(['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'], 'x.png', {
      type: 'image/png',
    });
    const refused = await admin.press(await admin.get(here), 'Ajouter l’icône', { name: 'Piège', files: svg });
    assert.equal(refused.status, 422);
    assert.equal(refused.value('name'), 'Piège');
    assert.match(refused.reason('files'), /n’est pas une image/);
    const heavy = new File([new Uint8Array(1_100_000)], 'x.png', { type: 'image/png' });
    assert.match(
      (await admin.press(refused, 'Ajouter l’icône', { files: heavy })).reason('files'),
      /dépasse la taille/,
    );
    assert.match((await admin.press(await admin.get(here), 'Ajouter l’icône')).reason('name'), /Donnez un nom/);
    assert.equal((await marc.get(here)).status, 403);
    assert.deepEqual(await world.db('icons'), []);
  });

  it('celles par défaut se changent, et la page se filtre sans script', async () => {
    await admin.press(await admin.get(`${here}/defaults`), 'Enregistrer les icônes par défaut', { service: 'bank' });
    assert.equal(await drawn(admin, '/services', `#service-${campus.library.id}`), 'bank');
    const page = await admin.get(`${here}?filter=BIBL`);
    assert.deepEqual(page.texts('.icons__list--shown li'), ['Bibliothèque']);
    assert.match(page.text, /Icône par défaut des services : de « Bâtiment » à « Institution »/);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Deux personnes administrent la même chose', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let nadia: Visitor;
  let tree: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [marc, nadia] = await Promise.all([world.visitor('marc'), world.visitor('nadia')]);
    tree = `/services/${campus.dnum.id}/categories`;
  });
  after(() => world.close());

  const aCategoryHere = (label: string) => aCategory(world.db, campus.dnum.id, { label });
  const rename = async (id: number, label: string) =>
    marc.press(await marc.get(`${tree}/${id}`), 'Modifier les propriétés', { label });

  const acts = {
    move: ['Déplacer la catégorie', 'place'],
    redirect: ['Rediriger la catégorie', 'to'],
    delete: ['Supprimer la catégorie', 'to'],
  } as const;

  for (const [path, [button, field]] of Object.entries(acts))
    it(`${button} : la seconde apprend que la catégorie a changé, son choix reste, et elle valide de nouveau`, async () => {
      const [category, other] = [await aCategoryHere(`Un ${path}`), await aCategoryHere(`Autre ${path}`)];
      const form = await nadia.get(`${tree}/${category.id}/${path}`);
      await rename(category.id, `Nouveau ${path}`);
      const told = await nadia.press(form, button, { [field]: String(other.id) });
      assert.equal(told.status, 409);
      assert.match(told.text, new RegExp(`Label : de « Un ${path} » à « Nouveau ${path} », Marc Nguyễn`));
      assert.equal(told.$(`#field-${field} option[selected]`).val(), String(other.id));
      assert.equal((await world.db('categories').where({ id: category.id }).first('label')).label, `Nouveau ${path}`);
      const done = await nadia.press(told, button, { [field]: String(other.id) });
      assert.match(done.notices[0] ?? '', /est (déplacée|modifiée|supprimée)/);
    });

  it('une catégorie supprimée ou partie ailleurs pendant qu’on la décrit : le texte est rendu', async () => {
    const category = await aCategoryHere('Éphémère');
    const form = await nadia.get(`${tree}/${category.id}`);
    await marc.press(await marc.get(`${tree}/${category.id}/delete`), 'Supprimer la catégorie');
    const words = {
      help: 'Une aide longue à écrire',
      messageTemplate: '<p>Bonjour, <strong>merci</strong> de dire</p>',
    };
    const gone = await nadia.press(form, 'Modifier les propriétés', words);
    assert.equal(gone.status, 404);
    const texts = gone.texts('textarea[readonly]');
    assert.ok(texts.includes('Une aide longue à écrire') && texts.includes('Bonjour, merci de dire'), texts.join('|'));
  });

  it('une réponse enregistrée : le texte de l’autre est montré, le sien gardé ; supprimée, il est rendu', async () => {
    const here = '/canned-responses';
    const family = String(campus.dnum.id);
    const save = 'Enregistrer la réponse';
    await marc.press(await marc.get(`${here}/new`), save, { family, title: 'Commune', message: 'Premier texte' });
    const { id } = await world.db('cannedResponses').where({ title: 'Commune' }).first('id');
    const form = await nadia.get(`${here}/${id}`);
    await marc.press(await marc.get(`${here}/${id}`), save, { message: 'Texte de Marc' });
    const told = await nadia.press(form, save, { message: 'Texte de Nadia' });
    assert.equal(told.status, 409);
    assert.match(told.text, /a été modifiée.*Texte de Marc/);
    assert.match(told.value('message'), /Texte de Nadia/);
    const [last = ''] = (await marc.get(`/services/${campus.dnum.id}/changes`)).texts('.rows > li');
    assert.match(last, /Commune · Messagede « Premier texte » à « Texte de Marc »Marc Nguyễn/);
    await marc.press(await marc.get(`${here}/${id}/delete`), 'Supprimer la réponse');
    const gone = await nadia.press(told, save);
    assert.equal(gone.status, 404);
    assert.ok(gone.texts('textarea[readonly]').includes('Texte de Nadia'));
  });
});

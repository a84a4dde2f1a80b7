import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const password = 'un cheval dans la bergerie';

describe('La page de démarrage', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld({ env: { OUTSIDERS: 'on' } });
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  const prefer = async (visitor: Visitor, startPage: string) => {
    const page = await visitor.press(await visitor.get('/preferences'), 'Enregistrer les préférences', { startPage });
    assert.deepEqual(page.notices, ['Vos préférences ont été mises à jour.']);
  };
  const signIn = async (to: string) => {
    const visitor = await world.visitor();
    const choice = await visitor.follow(await visitor.get(to), 'Connexion par CAS (authentification unique)');
    return visitor.chooseAccount(choice, 'lea');
  };

  it('s’ouvre après la connexion quand aucune page n’était demandée', async () => {
    const lea = await world.visitor();
    await lea.chooseAccount(await lea.get('/sign-in?by=cas'), 'lea');
    assert.equal((await signIn('/')).path, '/');
    await prefer(lea, 'tickets');
    assert.equal((await signIn('/')).path, '/tickets');
    assert.equal((await signIn('/sign-in')).path, '/tickets');
    await prefer(lea, 'new-ticket');
    assert.equal((await signIn('/')).path, '/tickets/new');
    await prefer(lea, 'bookmarks');
    assert.equal((await signIn('/')).path, '/bookmarks');
    assert.doesNotMatch((await lea.get('/preferences')).text, /Journal/);
    await world.db('people').where({ login: 'lea' }).update({ startPage: 'journal' });
    assert.equal((await signIn('/')).path, '/', 'who does not manage any more');
  });

  it('laisse passer la page demandée, qui reste atteignable ensuite', async () => {
    await world.db('people').where({ login: 'lea' }).update({ startPage: 'new-ticket' });
    const ticket = await campus.ticketOfLea();
    assert.equal((await signIn(`/tickets/${ticket.id}`)).path, `/tickets/${ticket.id}`);
    const lea = await world.visitor();
    await lea.chooseAccount(await lea.get('/sign-in?by=cas'), 'lea');
    assert.equal((await lea.get('/')).path, '/', 'l’accueil, une fois connecté');
  });

  it('vaut aussi pour les comptes par adresse électronique', async () => {
    const ada = await world.visitor();
    await ada.press(await ada.get('/account/new'), 'Recevoir le lien', { mail: 'ada@out.example' });
    const link = /\/account\/link\?token=[\w-]+/.exec((await world.newMails())[0]?.text ?? '')?.[0] ?? '';
    await ada.press(await ada.get(link), 'Ouvrir le compte', { name: 'Ada Dehors', password, again: password });
    await prefer(ada, 'tickets');
    const again = await world.visitor();
    const page = await again.press(await again.get('/sign-in'), 'Se connecter', { mail: 'ada@out.example', password });
    assert.equal(page.path, '/tickets');
  });
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('La session', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  const sessionsOf = (personId: number) => world.db('sessions').whereRaw("(sess ->> 'personId')::int = ?", [personId]);
  const expire = (personId: number) => sessionsOf(personId).delete();
  const eventsOf = (ticket: { id: number }) => world.db('ticketEvents').where({ ticketId: ticket.id });
  const commentForm = (visitor: Visitor, ticket: { id: number }) =>
    visitor.get(`/tickets/${ticket.id}/actions/comment`);

  it('une page demandée sans être connecté mène au CAS, puis à cette page', async () => {
    const visitor = await world.visitor();
    const page = await visitor.signIn('lea', { to: '/tickets?mode=mine&state=all' });
    assert.equal(page.path, '/tickets?mode=mine&state=all');
    assert.match(page.texts('.topbar').join(), /Léa Martin/);
    assert.ok(visitor.trail.some((url) => url.includes('/sign-in/cas?ticket=ST-')));
  });

  it('l’identifiant de session change à la connexion : qui connaissait l’ancien n’a rien', async () => {
    const visitor = await world.visitor();
    const choice = await visitor.get('/tickets');
    const before = visitor.cookie('guichet') ?? assert.fail('a session waits for the return from CAS');
    await visitor.chooseAccount(choice, 'lea');
    assert.notEqual(visitor.cookie('guichet'), before);
    const thief = await world.visitor();
    thief.setCookie('guichet', before);
    assert.equal(new URL((await thief.get('/tickets')).response.url).origin, world.casUrl);
  });

  it('un avis n’est montré qu’à la session à qui il a été dit, et une fois', async () => {
    const [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
    const sid = /^s:([^.]+)/.exec(decodeURIComponent(lea.cookie('guichet') ?? ''))?.[1] ?? assert.fail();
    const session = await world.db('sessions').where({ sid }).first();
    const words = Buffer.from(JSON.stringify([{ tone: 'ok', text: 'Dit à Léa' }])).toString('base64url');
    const mark = createHmac('sha256', session.sess.csrfToken).update(words).digest('base64url');
    for (const [visitor, value] of [
      [marc, `${words}.${mark}`],
      [lea, words],
      [lea, `${words}.${mark.slice(1)}a`],
    ] as const) {
      visitor.setCookie('guichet-notices', value);
      const page = await visitor.get('/');
      assert.deepEqual([page.status, page.notices], [200, []]);
    }
    lea.setCookie('guichet-notices', `${words}.${mark}`);
    assert.deepEqual((await lea.get('/')).notices, ['Dit à Léa']);
    assert.deepEqual((await lea.get('/')).notices, []);
  });

  it('un ticket de service ne sert qu’une fois, et seulement au navigateur parti d’ici', async () => {
    const visitor = await world.visitor('lea');
    const callback = visitor.trail.find((url) => url.includes('ticket=ST-')) ?? assert.fail();
    const other = await world.visitor();
    const page = await other.get(callback);
    assert.equal(new URL(page.response.url).origin, world.casUrl, 'asked to sign in');
    await other.get('/tickets');
    const replayed = await other.get(callback);
    assert.equal(replayed.status, 403);
    assert.match(replayed.text, /n’a pas confirmé votre identité/);
  });

  it('expirée au milieu d’un texte, elle ne perd rien : connecté de nouveau, on retrouve le formulaire rempli', async () => {
    const ticket = await campus.ticketOfLea();
    const lea = await world.visitor('lea');
    const form = await commentForm(lea, ticket);
    await expire(campus.lea.id);
    lea.forgetCookies(new URL(world.casUrl).host);
    const choice = await lea.press(form, 'Enregistrer le commentaire', {
      message: 'Un long texte, tapé en une heure.',
    });
    assert.equal(new URL(choice.response.url).origin, world.casUrl);
    assert.equal((await eventsOf(ticket)).length, 1);
    const back = await lea.chooseAccount(choice, 'lea');
    assert.equal(back.path, `/tickets/${ticket.id}/actions/comment`);
    assert.match(back.notices.join(), /Votre session avait expiré\. Votre texte est conservé/);
    assert.equal(back.value('message'), 'Un long texte, tapé en une heure.');
    assert.equal((await eventsOf(ticket)).length, 1, 'nothing is replayed');
    const sent = await lea.press(back, 'Enregistrer le commentaire');
    assert.match(sent.text, /Un long texte, tapé en une heure\./);
    assert.equal((await commentForm(lea, ticket)).value('message'), '', 'given back once');
  });

  it('encore connecté au CAS, le même texte revient sans rien demander', async () => {
    const lea = await world.visitor('lea');
    const form = await lea.get(`/tickets/new/${campus.wifi.id}`);
    await expire(campus.lea.id);
    const file = new File(['x'], 'preuve.txt');
    const back = await lea.press(form, 'Créer le ticket', { subject: 'Interrompu', message: 'Texte', files: file });
    assert.equal(back.path, `/tickets/new/${campus.wifi.id}`);
    assert.equal(back.value('subject'), 'Interrompu');
    assert.equal(back.value('message'), 'Texte');
    assert.match(back.notices.join(), /les fichiers sont à joindre de nouveau/);
    const filed = await lea.press(back, 'Créer le ticket');
    assert.deepEqual(filed.texts('h1'), ['Interrompu']);
  });

  it('le texte de l’un n’est pas rendu à l’autre, sur un ordinateur partagé', async () => {
    const ticket = await campus.ticketOfLea();
    const shared = await world.visitor('lea');
    const form = await commentForm(shared, ticket);
    await expire(campus.lea.id);
    shared.forgetCookies(new URL(world.casUrl).host);
    const choice = await shared.press(form, 'Enregistrer le commentaire', { message: 'De Léa seule' });
    const back = await shared.chooseAccount(choice, 'marc');
    assert.doesNotMatch(back.html, /De Léa seule/);
    assert.doesNotMatch((await commentForm(shared, ticket)).html, /De Léa seule/);
  });

  it('« Déconnexion » ferme la session ici et au CAS', async () => {
    const visitor = await world.visitor('nadia');
    const out = await visitor.press(await visitor.get('/'), 'Déconnexion');
    assert.equal(out.path, '/signed-out');
    assert.match(out.text, /Vous êtes déconnecté/);
    assert.deepEqual(await sessionsOf(campus.nadia.id), []);
    const asked = await visitor.get('/tickets');
    assert.equal(new URL(asked.response.url).origin, world.casUrl);
    assert.match(asked.html, /Qui êtes-vous/, 'the CAS server has forgotten too');
  });

  it('se déconnecter du CAS ferme aussi la session ici, par le canal de service', async () => {
    const visitor = await world.visitor('nadia');
    assert.equal((await sessionsOf(campus.nadia.id)).length, 1);
    await visitor.get(`${world.casUrl}/logout`);
    assert.deepEqual(await sessionsOf(campus.nadia.id), []);
    assert.equal(new URL((await visitor.get('/tickets')).response.url).origin, world.casUrl);
  });

  it('une demande de déconnexion inventée ou mal formée ne ferme rien', async () => {
    const visitor = await world.visitor('nadia');
    const samlp = 'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"';
    const ask = (index: string) =>
      `<samlp:LogoutRequest ${samlp}><samlp:SessionIndex>${index}</samlp:SessionIndex></samlp:LogoutRequest>`;
    const entity = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${ask('&a;')}`;
    for (const logoutRequest of ['', 'x', '<', ask('ST-unknown'), ask("ST-' or 1=1"), entity, 'x'.repeat(20_000)]) {
      const page = await (await world.visitor()).post('/sign-in/cas', { logoutRequest });
      assert.equal(page.status, 200);
    }
    assert.equal((await visitor.get('/tickets')).status, 200);
  });

  it('un compte retiré n’ouvre plus rien, et un gestionnaire de moins l’est aussitôt', async () => {
    const paul = await world.visitor('paul');
    assert.match((await paul.get('/tickets')).text, /Mode Gestionnaire/);
    await world.db('serviceManagers').where({ personId: campus.paul.id }).delete();
    assert.doesNotMatch((await paul.get('/tickets')).text, /Mode Gestionnaire/);
  });

  it('le nom et l’adresse viennent du CAS, à chaque connexion', async () => {
    const zoe = await world.visitor('zoe');
    const { displayName, mail, affiliations } = await world.db('people').where({ id: campus.zoe.id }).first();
    assert.deepEqual([displayName, mail, affiliations], ['Zoé Passante', campus.zoe.mail, []]);
    assert.match((await zoe.get('/')).texts('h1').join(), /Bonjour Zoé/);
  });
});

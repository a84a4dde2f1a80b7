import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as cheerio from 'cheerio';
import { exportPath, exportsFolder } from '../../src/personal-data/export.ts';
import { forgetExports } from '../../src/personal-data/tasks.ts';
import { storedPath } from '../../src/tickets/attachments.ts';
import { aScene, type SceneTicket } from '../catalogue/visibility-scene.ts';
import { knowsNames, opens, reads } from '../catalogue/who-reads-what.ts';
import { said } from '../leaks/probe.ts';
import { standings, visitors } from '../leaks/standings.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';
import { unzipped } from '../support/zip.ts';

const ask = async (visitor: Visitor) => visitor.press(await visitor.get('/preferences/data'), 'Demander mes données');
const archive = async (visitor: Visitor) => {
  const response = await visitor.download('/preferences/data/archive');
  assert.equal(response.status, 200);
  return unzipped(Buffer.from(await response.arrayBuffer()));
};

describe('« Mes données »', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let ticket: { id: number };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
    ticket = await campus.ticketOfLea({ subject: 'Le <b>wifi</b> & moi' });
    const comment = async (visitor: Visitor, message: string, audience: string, name: string) => {
      const files = new File([`contenu de ${name}`], name, { type: 'text/plain' });
      const form = await visitor.get(`/tickets/${ticket.id}/actions/comment`);
      const fields = form.formOfButton('Enregistrer le commentaire').names.has('audience') ? { audience } : {};
      await visitor.press(form, 'Enregistrer le commentaire', { message, files, ...fields });
    };
    await comment(lea, 'Voici <script>alert(1)</script>ma capture', 'managers-owner-guests', 'capture: 1?.txt');
    await comment(marc, 'Entre nous, elle exagère', 'managers', 'secret.txt');
  });
  after(() => world.close());

  const row = () => world.db('dataExports').where({ personId: campus.lea.id }).first();

  it('se demandent d’un bouton, se préparent par le worker, s’annoncent par la page et par un courriel', async () => {
    const preferences = await lea.get('/preferences');
    const page = await lea.follow(preferences, 'Emporter une archive de mes tickets, messages et fichiers');
    assert.match(page.text, /Vous n’en avez pas demandé/);
    assert.equal((await lea.download('/preferences/data/archive')).status, 404);
    await world.newMails();
    const asked = await lea.press(page, 'Demander mes données');
    assert.deepEqual(asked.notices, ['Votre archive est demandée : un courriel vous dira quand elle sera prête.']);
    assert.match(asked.text, /Demandée/);
    const { id } = await row();
    await lea.post('/preferences/data', { _csrf: asked.token });
    assert.equal((await row()).id, id, 'deux demandes, une archive');
    const [mail, ...others] = await world.newMails();
    assert.deepEqual([mail?.to, mail?.subject, others.length], ['lea@univ.example', 'Vos données sont prêtes', 0]);
    assert.match(mail?.text ?? '', new RegExp(`${world.url}/preferences/data`));
    const ready = await lea.get('/preferences/data');
    assert.match(ready.text, /Prête .* Télécharger mes données/);
    await lea.post('/preferences/data', { _csrf: asked.token });
    assert.equal((await row()).id, id, 'une archive prête est donnée de nouveau');
  });

  it('contiennent une page par ticket, un index, du JSON et les fichiers que l’on peut lire', async () => {
    const files = await archive(lea);
    const folder = `tickets/${ticket.id}`;
    assert.deepEqual([...files.keys()].sort(), [
      'compte.json',
      'index.html',
      'tickets.json',
      `${folder}/fichiers/1-capture_ 1_.txt`,
      `${folder}/index.html`,
      `${folder}/ticket.json`,
    ]);
    assert.equal(files.get(`${folder}/fichiers/1-capture_ 1_.txt`), 'contenu de capture: 1?.txt');
    const index = cheerio.load(files.get('index.html') ?? '');
    const href = index('ul a').first().attr('href') ?? '';
    assert.ok(files.has(href), href);
    assert.match(index('body').text(), /Le <b>wifi<\/b> & moi/);
    const page = cheerio.load(files.get(href) ?? '');
    const link = page('ol a').first().attr('href') ?? '';
    assert.ok(files.has(`${folder}/${decodeURIComponent(link)}`), link);
    assert.match(page('body').text(), /Vous avez ajouté un commentaire.*ma capture/s);
    assert.match(page('body').text(), /Contenu non visible/);
    const data = JSON.parse(files.get(`${folder}/ticket.json`) ?? '');
    assert.deepEqual([data.subject, data.owner, data.entries.length], ['Le <b>wifi</b> & moi', 'Léa Martin', 3]);
    const account = JSON.parse(files.get('compte.json') ?? '');
    assert.equal(account.mail, 'lea@univ.example');
    const [visit] = account.visits;
    assert.equal(visit.ticket, ticket.id);
    assert.ok(visit.opened && visit.read);
    assert.deepEqual([account.savedViews, account.defaultViews], [[], []]);
  });

  it('ne montrent rien de ce qui est réservé aux gestionnaires, n’exécutent rien et n’appellent personne', async () => {
    for (const [name, content] of await archive(lea)) {
      assert.doesNotMatch(name + content, /secret|exagère/, name);
      if (!name.endsWith('.html')) continue;
      assert.doesNotMatch(content, /<script|<b>wifi|\son\w+=|src=|https?:/, name);
      assert.match(content, /default-src 'none'/);
    }
  });

  it('sont à la seule personne : une autre a son propre état, et personne sans se connecter', async () => {
    assert.match((await marc.get('/preferences/data')).text, /Vous n’en avez pas demandé/);
    assert.equal((await marc.download('/preferences/data/archive')).status, 404);
    const nobody = await (await world.visitor()).download('/preferences/data/archive');
    assert.notEqual(nobody.status, 200);
  });

  it('donnent d’un ticket d’autrui les seuls messages de la personne, tant qu’elle peut le lire', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
    const hidden = await campus.ticketOfLea({ subject: 'Confidentiel', categoryId: secret.id });
    await world.db('ticketEvents').where({ ticketId: hidden.id }).update({ actorId: campus.marc.id });
    await ask(marc);
    await world.work();
    const files = await archive(marc);
    const text = cheerio
      .load(files.get(`tickets/${ticket.id}/index.html`) ?? '')('body')
      .text();
    assert.match(text, /Vos messages dans ce ticket.*Entre nous, elle exagère/s);
    assert.doesNotMatch(text, /ma capture/);
    assert.equal(files.get(`tickets/${ticket.id}/fichiers/1-secret.txt`), 'contenu de secret.txt');
    assert.ok(![...files.values()].some((content) => content.includes('Confidentiel')));
  });

  it('expirent au bout de sept jours : effacées du disque, et l’on peut en demander d’autres', async () => {
    const { id, readyAt, expiresAt } = await row();
    assert.equal(expiresAt.getTime() - readyAt.getTime(), 7 * 86_400_000);
    const file = exportPath(world.config.dataDir, id);
    const old = new Date(Date.now() - 8 * 86_400_000);
    await Promise.all(
      (await readdir(path.dirname(file))).map((name) => utimes(path.join(path.dirname(file), name), old, old)),
    );
    assert.equal(await forgetExports(world.db, world.config.dataDir, new Date()), 0);
    await world
      .db('dataExports')
      .where({ id })
      .update({ expiresAt: new Date(Date.now() - 1000) });
    assert.equal((await lea.download('/preferences/data/archive')).status, 404);
    const page = await lea.get('/preferences/data');
    assert.match(page.text, /Expirée/);
    assert.equal(await forgetExports(world.db, world.config.dataDir, new Date()), 1);
    assert.ok(!existsSync(file));
    await lea.press(page, 'Demander une nouvelle archive');
    await world.work();
    assert.notEqual((await row()).id, id);
    assert.ok((await archive(lea)).has('index.html'));
  });

  it('disent l’échec, après le dernier essai, et se redemandent', async () => {
    const rose = await world.visitor('rose');
    await ask(rose);
    await world.db.raw(
      "update graphile_worker._private_jobs set max_attempts = 1 where payload ->> 'exportId' is not null",
    );
    const { id } = await world.db('dataExports').where({ personId: campus.rose.id }).first();
    await mkdir(`${exportPath(world.config.dataDir, id)}.part`, { recursive: true });
    await world.work();
    assert.match((await rose.get('/preferences/data')).text, /En échec/);
    await rose.press(await rose.get('/preferences/data'), 'Demander une nouvelle archive');
    await world.work();
    assert.ok((await archive(rose)).has('index.html'));
  });
});

describe('L’archive de chacun, devant toutes les sortes de tickets', () => {
  let world: World;
  const kept = [
    'ordinary, private, open',
    'ordinary, public, open, anonymous',
    'ordinary, subject-only, archived, anonymous',
    'secret, public, open, anonymous',
  ];

  before(async () => {
    world = await aWorld();
  });
  after(() => world.close());

  it('dit ce que la personne peut lire de ses tickets, et ses seuls messages ailleurs', async () => {
    const scene = await aScene(world.db, { standings, keeps: ({ what }) => kept.includes(what) });
    const dir = path.join(world.config.dataDir, 'files');
    for (const { id } of scene.files) {
      await mkdir(path.dirname(storedPath(dir, id)), { recursive: true });
      await writeFile(storedPath(dir, id), 'x');
    }
    const all = await visitors(world);
    for (const visitor of all.values()) await ask(visitor);
    await world.work();
    assert.equal((await readdir(exportsFolder(world.config.dataDir))).length, standings.length);
    const faults: string[] = [];
    for (const [who, visitor] of all) {
      const mine = scene.people[who]?.id;
      const files = await archive(visitor);
      const ticketOf = (id: number) => scene.tickets.find((one) => one.id === id) as SceneTicket;
      for (const ticket of scene.tickets) {
        const own = [...files].filter(([name]) => name.startsWith(`tickets/${ticket.id}/`));
        if (!opens(who, ticket) && own.length > 0) faults.push(`${who} a « ${ticket.what} »`);
        const names = [...said(own.join('\n')).nom].filter((rank) => rank !== standings.indexOf(who));
        if (ticket.anonymous && !knowsNames(who, ticket) && names.length > 0)
          faults.push(`${who} trouve des noms de « ${ticket.what} »`);
      }
      const found = said([...files].join('\n'));
      for (const rank of found.sujet)
        if (!opens(who, scene.tickets[rank] as SceneTicket)) faults.push(`${who} trouve un sujet`);
      for (const kind of ['texte', 'fichier'] as const) {
        for (const [rank, { ticketId, audience, authorId }] of scene.entries.entries()) {
          const ticket = ticketOf(ticketId);
          const may = opens(who, ticket) && (authorId === mine || reads(who, ticket, audience));
          const whole = /propriétaire|invité/.test(who) && !/ancien|compte/.test(who);
          if (found[kind].has(rank) && !may)
            faults.push(`${who} trouve ${kind} pour ${audience} de « ${ticket.what} »`);
          const missed = may && (whole || authorId === mine) && !found[kind].has(rank);
          if (missed) faults.push(`${who} n’a pas ${kind} pour ${audience} de « ${ticket.what} »`);
        }
      }
    }
    assert.equal(faults.length, 0, `${faults.length}\n${faults.slice(0, 20).join('\n')}`);
  });
});

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { storedPath } from '../../src/tickets/attachments.ts';
import { imagePaths } from '../../src/tickets/images.ts';
import { aScene, type SceneTicket } from '../catalogue/visibility-scene.ts';
import { knowsNames, opens, reads, subjectShown } from '../catalogue/who-reads-what.ts';
import { registered } from '../support/registered.ts';
import type { Page } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';
import { failSomeMails } from './failed-mails.ts';
import { answered, Probe, said, steady } from './probe.ts';
import { standings, visitors } from './standings.ts';
import { lists, type Probed, type Surface, showsSubjects, surfaces } from './surfaces.ts';

const kept = [
  'ordinary, private, open',
  'ordinary, public, open, anonymous',
  'ordinary, intranet, closed',
  'ordinary, subject-only, archived, anonymous',
  'secret, public, open, anonymous',
  'belowSecret, private, closed',
];

const absent: Probed = { id: 999_999, entry: 9_999_999, file: '99999999-9999-4999-8999-999999999999' };

describe('Nobody finds what he may not read', () => {
  let world: World;
  let scene: Awaited<ReturnType<typeof aScene>>;
  const probes = new Map<string, Probe>();
  const faults: string[] = [];

  before(async () => {
    world = await aWorld();
    // numbers as long as the absent one, so that answers may be compared byte for byte
    await world.db.raw('alter table tickets alter column id restart with 500001');
    scene = await aScene(world.db, { standings, keeps: ({ what }) => kept.includes(what) });
    assert.equal(scene.tickets.length, kept.length);
    await keepEverything();
    await failSomeMails(world.db, scene.tickets);
    for (const [who, visitor] of await visitors(world)) probes.set(who, new Probe(visitor));
  });
  after(() => world.close());

  /** Everybody once had bookmarked and opened everything, whatever became of it. */
  const keepEverything = async () => {
    const now = new Date();
    const pairs = standings.flatMap((who) =>
      scene.tickets.map(({ id: ticketId }) => ({ ticketId, personId: idOf(who) })),
    );
    await world.db('bookmarks').insert(pairs);
    await world.db('ticketViews').insert(pairs.map((pair) => ({ ...pair, seenAt: new Date(0), openedAt: now })));
  };

  /** The pages whose address names nothing, whatever they show. */
  const plainPages = () =>
    registered(world.app)
      .filter(({ method, route }) => method === 'get' && !/[:*]|^\/(sign|health)/.test(route))
      .map(({ route }) => route);

  const none = () => {
    const found = faults.splice(0);
    assert.equal(found.length, 0, `${found.length} faults\n${found.slice(0, 25).join('\n')}`);
  };

  const probed = ({ id }: SceneTicket): Probed => ({
    id,
    entry: scene.entries.find((each) => each.ticketId === id && each.audience === 'managers')?.id ?? 0,
    file: scene.files.find((each) => each.ticketId === id && each.audience === 'managers')?.id ?? '',
  });
  const ticketOf = (id: number) => scene.tickets.find((ticket) => ticket.id === id) as SceneTicket;
  const idOf = (who: string) => scene.people[who]?.id ?? 0;

  /** What this person may read of the texts or of the files of a ticket: their ranks in the scene. */
  const readable = (who: string, ticket: SceneTicket) =>
    scene.entries.flatMap(({ ticketId, audience, authorId }, rank) =>
      ticketId === ticket.id && (authorId === idOf(who) ? opens(who, ticket) : reads(who, ticket, audience))
        ? [rank]
        : [],
    );

  const checkWords = (who: string, page: Page, where: string) => {
    const found = said(page.html);
    for (const rank of found.sujet) {
      const ticket = scene.tickets[rank] as SceneTicket;
      const may = showsSubjects(where) ? subjectShown(who, ticket) : opens(who, ticket);
      if (!may) faults.push(`${who} finds the subject of « ${ticket.what} » on ${where}`);
    }
    for (const kind of ['texte', 'fichier', 'ancien'] as const) {
      for (const rank of found[kind]) {
        const { ticketId, audience } = scene.entries[rank] ?? assert.fail();
        const ticket = ticketOf(ticketId);
        const may = kind === 'ancien' ? knowsNames(who, ticket) : readable(who, ticket).includes(rank);
        if (!may) faults.push(`${who} finds ${kind} for ${audience} of « ${ticket.what} » on ${where}`);
      }
    }
  };

  const checkNames = (who: string, ticket: SceneTicket, html: string, where: string) => {
    if (!ticket.anonymous || knowsNames(who, ticket)) return;
    const others = [...said(html).nom].filter((rank) => rank !== standings.indexOf(who));
    if (others.length > 0) faults.push(`${who} finds names of « ${ticket.what} » on ${where}: ${others.join(', ')}`);
  };

  const checkShown = (who: string, ticket: SceneTicket, page: Page, { name, shows = [] }: Surface) => {
    const found = said(page.html);
    const missing: Record<string, () => boolean> = {
      subject: () => !found.sujet.has(scene.tickets.indexOf(ticket)),
      text: () => readable(who, ticket).some((rank) => !found.texte.has(rank)),
      file: () => readable(who, ticket).some((rank) => !found.fichier.has(rank)),
    };
    for (const what of shows)
      if (missing[what]?.()) faults.push(`${who} misses ${what} of « ${ticket.what} » on ${name}`);
  };

  it('has a surface for every registered route of a ticket', () => {
    const routes = registered(world.app).filter(({ route }) => /^\/tickets\/:id|^\/tickets\/go/.test(route));
    const probedRoutes = new Set(surfaces.map(({ method = 'get', route }) => `${method} ${route}`));
    assert.deepEqual(
      routes.map(({ method, route }) => `${method} ${route}`).filter((route) => !probedRoutes.has(route)),
      [],
    );
  });

  it('shows on every surface of a ticket what its reader may read, and nothing else', async () => {
    const probeAll = async ([who, probe]: [string, Probe]) => {
      for (const ticket of scene.tickets.filter((each) => opens(who, each))) {
        for (const surface of surfaces) {
          const page = await probe.open(surface, probed(ticket));
          const where = `${surface.name} of « ${ticket.what} »`;
          checkWords(who, page, where);
          const shown = Number(/^\/tickets\/(\d+)/.exec(page.path)?.[1]);
          if (shown > 0) checkNames(who, ticketOf(shown), page.html, where);
          checkShown(who, ticket, page, surface);
        }
      }
    };
    await Promise.all([...probes].map(probeAll));
    none();
  });

  it('answers for a ticket that one may not open as for a number that does not exist, byte for byte, by the same way', async () => {
    for (const [who, probe] of probes) {
      const hidden = scene.tickets.filter((each) => !opens(who, each));
      for (const [rank, surface] of surfaces.entries()) {
        const ticket = hidden[rank % hidden.length];
        if (ticket === undefined) continue;
        const expected = answered(await probe.open(surface, absent), probe.visitor, absent);
        const got = answered(await probe.open(surface, probed(ticket)), probe.visitor, probed(ticket));
        assert.equal(expected.status, 404, surface.name);
        assert.deepEqual(got, expected, `${who}, ${surface.name} of « ${ticket.what} »`);
      }
    }
  });

  it('sends a visitor who has not signed in to the CAS server, whatever the number', async () => {
    const probe = new Probe(await world.visitor());
    for (const surface of surfaces.filter(({ method }) => method === undefined)) {
      for (const ticket of [absent, ...scene.tickets.slice(0, 2).map(probed)]) {
        const page = await probe.open(surface, ticket);
        assert.equal(new URL(page.response.url).origin, new URL(world.casUrl).origin);
        assert.deepEqual(said(page.title), said(''));
        assert.doesNotMatch(page.html, /zsujet|ztexte|zfichier|zancien/);
      }
    }
  });

  it('lists to each the tickets that he may open, without the names of anonymous services', async () => {
    for (const [who, probe] of probes) {
      for (const address of new Set([...lists, ...plainPages()])) {
        const page = await probe.visitor.get(address);
        checkWords(who, page, address);
        // the pages without a name of somebody else need not be taken apart
        const names = [...said(page.html).nom].some((rank) => rank !== standings.indexOf(who));
        for (const link of names ? page.$('main a[href^="/tickets/"]').toArray() : []) {
          const id = Number(/^\/tickets\/(\d+)/.exec(page.$(link).attr('href') ?? '')?.[1]);
          const line = page.$(link).closest('li, tr');
          if (id > 0) checkNames(who, ticketOf(id), page.$.html(line), address);
        }
        const hasTable = /class="([^"]* )?tt[ "]/.test(page.html);
        for (const line of hasTable ? page.$('.tt tbody tr:not(:has(.c-sub a))').toArray() : []) {
          if (said(page.$.html(line)).nom.size > 0) faults.push(`${who} finds names beside a subject on ${address}`);
        }
      }
    }
    const shown = async (who: string) => said((await probes.get(who)?.visitor.get('/mails'))?.html ?? '').sujet.size;
    assert.equal(await shown('le gestionnaire du ticket, membre de la catégorie'), kept.length);
    assert.equal(await shown('un administrateur'), 4, 'those of the confidential categories are not for him');
    none();
  });

  it('lists all of one’s own tickets, and all of those that one reads as a manager', async () => {
    const wanted = [
      {
        mode: 'mine',
        more: '',
        who: (who: string) => /^le propriétaire$|invité(?! exté)/.test(who) && !who.startsWith('un ancien'),
      },
      {
        mode: 'managed',
        more: '&involvement=all',
        who: (who: string) =>
          /^un gestionnaire du service|^un membre de la catégorie$|^le gestionnaire du ticket/.test(who),
      },
    ];
    for (const { mode, more, who } of wanted) {
      for (const name of standings.filter(who)) {
        const visitor = probes.get(name)?.visitor;
        const pages = await Promise.all(
          ['all', 'archived'].map((state) => visitor?.get(`/tickets?mode=${mode}&state=${state}${more}`)),
        );
        const expected = scene.tickets.flatMap((ticket, rank) => (opens(name, ticket) ? [rank] : []));
        const listed = said(pages.map((page) => page?.html).join()).sujet;
        assert.deepEqual([...listed].sort(), expected, `${name}, ${mode}`);
      }
    }
  });

  it('counts the tickets that it lists, and no other: tabs, total, pages before and after', async () => {
    for (const [who, { visitor }] of probes) {
      for (const mode of ['mine', 'managed']) {
        const first = await visitor.get(`/tickets?mode=${mode}&state=all&involvement=all`);
        for (const tab of first.$('.tabs a').toArray()) {
          const page = await visitor.get(first.$(tab).attr('href') ?? '');
          const lines = page.$('.tt tbody tr').length;
          const counted = Number(first.$(tab).find('.count').text());
          if (counted !== lines) faults.push(`${who} is told ${counted} tickets and shown ${lines} on ${page.path}`);
          if (page.$('.pager a[rel]').length > 0) faults.push(`${who} is led to another page from ${page.path}`);
        }
      }
    }
    none();
  });

  it('finds by searching what one may read, and nothing else: subjects, texts, excerpts', async () => {
    const terms = [
      ...scene.tickets.map((_, rank) => `zsujet${rank}z`),
      ...scene.entries.map((_, rank) => `ztexte${rank}z`),
    ];
    const groups = Array.from({ length: Math.ceil(terms.length / 25) }, (_, rank) =>
      terms.slice(rank * 25, (rank + 1) * 25),
    );
    const queries = [...groups.map((group) => group.join(' OR ')), 'service:service', 'statut:ouverts', 'statut:clos'];
    for (const [who, probe] of probes) {
      for (const words of queries) {
        const address = `/search?${new URLSearchParams({ q: `${words} archivés:oui` })}`;
        const page = await probe.visitor.get(address);
        // the words looked for stand in the box again: only what was found counts
        page.$('form').remove();
        page.html = page.$.html();
        checkWords(who, page, words.slice(0, 40));
        for (const link of page.$('.hits a[href^="/tickets/"]').toArray()) {
          const id = Number(page.$(link).attr('href')?.split('/')[2]);
          checkNames(who, ticketOf(id), page.$.html(page.$(link).closest('li')), 'the search');
        }
      }
    }
    none();
    const manager = probes.get(standings.find((who) => /^un gestionnaire du service/.test(who)) ?? '') ?? assert.fail();
    const page = await manager.visitor.get('/search?q=ztexte0z+archiv%C3%A9s:oui');
    assert.equal(page.$('.hits li').length, 1);
  });

  it('downloads a file to its readers, and to the others as if it did not exist', async () => {
    const places = scene.files.map(({ id }) => storedPath(path.join(world.config.dataDir, 'files'), id));
    for (const place of places) await mkdir(path.dirname(place), { recursive: true });
    const made = places.flatMap((place) => [place, ...imagePaths(place)]);
    await Promise.all(made.map((place) => writeFile(place, 'x')));
    const shapes = ['', '/view', '/thumbnail'];
    for (const [who, probe] of probes) {
      const refused = await (await probe.visitor.download(`/attachments/${absent.file}`)).text();
      for (const ticket of scene.tickets) {
        const own = scene.files.filter(({ ticketId }) => ticketId === ticket.id);
        const few = own.filter(({ authorId }) => authorId === scene.author || authorId === idOf(who));
        for (const { id, audience } of few) {
          const rank = scene.files.findIndex((file) => file.id === id);
          const response = await probe.visitor.download(`/attachments/${id}${shapes[rank % 3]}`);
          const may = readable(who, ticket).includes(rank);
          const body = (await response.text()).replaceAll(`${id}${shapes[rank % 3]}`, absent.file);
          const right = may ? response.status === 200 : response.status === 404 && steady(body) === steady(refused);
          if (!right) faults.push(`${who} gets ${response.status} for a file for ${audience} of « ${ticket.what} »`);
        }
      }
    }
    none();
  });
});
